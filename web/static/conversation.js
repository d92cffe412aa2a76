// Stores the conversation in this browser tab, and shows a question before the server answers.
// Gradio provides `element`, `trigger`, `props` and `watch`.
const CONVERSATION = 'wenda.conversation';
const DRAFT = 'wenda.draft';
let typed = ''; // the typed question that was sent and is not answered yet
let isInBox = false; // whether it is still in the question box
let unfinished = 0; // the questions that were sent and that the server has not finished with

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const exchange = Number(button.closest('.exchange').dataset.exchange);
  if (button.matches('.cite')) trigger('open_source', { exchange, n: Number(button.dataset.n) });
  if (button.matches('.article')) trigger('open_article', { article: button.dataset.article });
  if (button.matches('.remove')) refine(button.closest('.chip'), { remove: true });
  if (button.matches('.as-typed')) refine(button, {});
  if (button.matches('.copy')) copy(button);
  if (button.matches('.report')) trigger('open_report', { exchange });
});

element.addEventListener('submit', (event) => {
  if (!event.target.matches('.chip')) return;
  event.preventDefault();
  refine(event.target, Object.fromEntries(new FormData(event.target)));
});

// Asks a question again after one of its chips was changed or removed, or with its words as typed.
function refine(chip, change) {
  if (isAsking()) return;
  unfinished += 1;
  const exchange = Number(chip.closest('.exchange').dataset.exchange);
  const name = chip.dataset.name;
  echo(name === 'question' ? change.value : props.value.exchanges[exchange].question);
  trigger('refine', { ...change, exchange, name });
}

// Copies an answer with its sources, or a link to it. Without https the browser offers only the older way, from a text field.
function copy(button) {
  const field = document.createElement('textarea');
  field.value = button.dataset.link ? new URL(button.dataset.link, location.href).href : button.dataset.text;
  document.body.append(field);
  field.select();
  if (document.execCommand('copy')) button.textContent = button.dataset.done;
  field.remove();
  button.focus();
}

// --- asking ---

// Show the question in the conversation at once, even if the server is slow.
document.addEventListener('wenda:asked', ({ detail }) => {
  unfinished += 1;
  const isShown = echo(detail.question);
  if (!detail.typed) return;
  typed = detail.question;
  isInBox = !isShown;
  if (isShown) fillBox('');
  storeDraft(typed); // until it is answered
});

// One question at a time: text typed while waiting stays in the box.
for (const kind of ['click', 'keypress']) {
  document.addEventListener(
    kind,
    (event) => {
      const sends = kind === 'click' ? event.target.closest('#send') : event.key === 'Enter' && event.target === box();
      if (sends && isAsking()) event.stopImmediatePropagation();
    },
    true,
  );
}

// Shows a question. Returns false if the server will refuse it, or if the page is not fully loaded yet.
function echo(question) {
  const asked = document.querySelector('#asked');
  const text = question.trim();
  if (!asked || !text || [...text].length > Number(asked.dataset.longest)) return false;
  const exchange = asked.content.querySelector('.exchange').cloneNode(true);
  exchange.dataset.echo = '';
  exchange.dataset.exchange = props.value.exchanges.length;
  exchange.querySelector('.question').append(text);
  (element.querySelector('[id^="html-"]') ?? element).append(exchange); // where Gradio puts the conversation
  document.body.classList.add('talking', 'asking');
  exchange.scrollIntoView({ block: 'start' });
  document.dispatchEvent(new CustomEvent('wenda:echoed'));
  return true;
}

// The server has finished with a question. If it refused the question, put it back into the box. The server may finish
// with an answered question only after the next one was sent.
document.addEventListener('wenda:answered', () => {
  unfinished = Math.max(0, unfinished - 1);
  if (unfinished) return;
  setTimeout(() => {
    const refused = element.querySelector('[data-echo]');
    if (!refused) return;
    refused.remove();
    if (!box().value) fillBox(typed);
    show();
  }, 0);
});

// --- showing ---

function show() {
  const exchanges = props.value.exchanges;
  const last = exchanges[exchanges.length - 1];
  const settled = !last || !['waiting', 'looking', 'checking'].includes(last.stage);
  if (isInBox && last?.question === typed.trim()) {
    isInBox = false;
    if (box().value === typed) fillBox('');
  }
  document.body.classList.toggle('talking', exchanges.length > 0);
  document.body.classList.toggle('asking', !settled);
  document.dispatchEvent(new CustomEvent('wenda:shown'));
  if (!settled) return;
  typed = '';
  storeDraft(box().value);
  storeConversation();
}

function isAsking() {
  return document.body.classList.contains('asking');
}

// --- the question box ---

function box() {
  return document.querySelector('#question input');
}

function fillBox(text) {
  box().value = text;
  box().dispatchEvent(new Event('input', { bubbles: true }));
}

document.addEventListener('input', (event) => {
  if (event.target === box()) storeDraft(box().value || typed);
});

// --- stored in this tab, because the page can be reloaded: by Gradio after the server was unreachable, and when the
// reader comes back from the paper's own page in a browser inside another app ---

function storeConversation() {
  try {
    sessionStorage.setItem(CONVERSATION, JSON.stringify(props.value));
  } catch (error) {
    console.info('the conversation cannot be stored in this browser', error);
  }
}

function storeDraft(text) {
  try {
    sessionStorage.setItem(DRAFT, text);
  } catch (error) {
    console.info('the draft cannot be stored in this browser', error);
  }
}

function restore() {
  try {
    const draft = sessionStorage.getItem(DRAFT);
    if (draft && !box().value) fillBox(draft);
    const stored = JSON.parse(sessionStorage.getItem(CONVERSATION));
    if (!stored || !stored.exchanges.length) return;
    props.value = stored;
    queueMicrotask(() => {
      show();
      element.querySelector('.exchange:last-child')?.scrollIntoView({ block: 'start' });
    });
  } catch (error) {
    console.info('no conversation to restore', error);
  }
}

watch('value', show);
setTimeout(restore, 0); // Gradio sets the first value once more after this script has run
