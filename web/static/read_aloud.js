// Reads an answer aloud with the browser's own voice; a second press stops it. Without a voice the buttons stay hidden.
// Needs spoken.js. Gradio provides `element`, `props` and `watch`.
const voice = window.speechSynthesis;
const VOICES = { 'zh-Hant': 'zh-TW', zh: 'zh-CN', en: 'en-US' };
let readAnswer = ''; // the answer that is being read, by its id
let queue = []; // its parts; browsers forget utterances that nothing refers to
document.documentElement.classList.toggle('speaks', Boolean(voice));

element.addEventListener('click', (event) => {
  const button = event.target.closest('.read-aloud');
  if (!button) return;
  const exchange = button.closest('.exchange');
  const isSecondPress = readAnswer === exchange.dataset.answer;
  stopReading();
  if (!isSecondPress) read(exchange);
});

function read(exchange) {
  readAnswer = exchange.dataset.answer;
  const said = [...exchange.querySelectorAll('.answer > :is(.notice, .said), .statement')];
  queue = said
    .flatMap((node, i) => (node.matches('.statement') ? spokenParts(node, said[i - 1]) : [spokenPart(node)]))
    .map(utterance);
  queue.at(-1)?.addEventListener('end', stopReading);
  queue.forEach((part) => voice.speak(part));
  nameButtons();
}

function utterance({ text, language }) {
  const spoken = new SpeechSynthesisUtterance(text);
  spoken.lang = VOICES[language] ?? VOICES[language.split('-')[0]] ?? language;
  return spoken;
}

function stopReading() {
  queue.at(-1)?.removeEventListener('end', stopReading);
  queue = [];
  readAnswer = '';
  if (voice) voice.cancel();
  nameButtons();
}

function nameButtons() {
  for (const button of element.querySelectorAll('.read-aloud')) {
    const isRead = button.closest('.exchange').dataset.answer === readAnswer;
    button.textContent = isRead ? button.dataset.stop : button.dataset.start;
  }
}

document.addEventListener('wenda:echoed', stopReading);
window.addEventListener('pagehide', stopReading);
watch('value', () => (props.value.exchanges.length ? nameButtons() : stopReading()));
