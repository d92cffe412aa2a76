// The conversation as this browser tab keeps it, and the question on its way to the server.
// `element`, `trigger`, `props` and `watch` are Gradio's.
const KEPT = 'wenda.conversation';
const DRAFT = 'wenda.draft';
let typed = ''; // the question that is on its way, where it came from the question box
let isInBox = false; // and still stands there

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const exchange = Number(button.closest('.exchange').dataset.exchange);
  if (button.matches('.cite')) trigger('open_source', { exchange, n: Number(button.dataset.n) });
  if (button.matches('.article')) trigger('open_article', { article: button.dataset.article });
  if (button.matches('.remove')) refine(button.closest('.chip'), { remove: true });
  if (button.matches('.report')) trigger('open_report', { exchange });
});

element.addEventListener('submit', (event) => {
  if (!event.target.matches('.chip')) return;
  event.preventDefault();
  refine(event.target, Object.fromEntries(new FormData(event.target)));
});

// A chip that was changed or removed: its question is asked again.
function refine(chip, change) {
  if (isAsking()) return;
  const exchange = Number(chip.closest('.exchange').dataset.exchange);
  const name = chip.dataset.name;
  echo(name === 'question' ? change.value : props.value.exchanges[exchange].question);
  trigger('refine', { ...change, exchange, name });
}

// --- asking ---

// The question stands in the conversation at once, however long the server takes to answer.
document.addEventListener('wenda:asked', ({ detail }) => {
  const isShown = echo(detail.question);
  if (!detail.typed) return;
  typed = detail.question;
  isInBox = !isShown;
  if (isShown) fillBox('');
  keepDraft(typed); // until it is answered
});

// One question at a time: what is typed meanwhile stays in the box.
for (const kind of ['click', 'keydown']) {
  document.addEventListener(
    kind,
    (event) => {
      const sends = kind === 'click' ? event.target.closest('#send') : event.key === 'Enter' && event.target === box();
      if (sends && isAsking()) event.stopImmediatePropagation();
    },
    true,
  );
}

// Returns false for what the server will refuse, and where the page has only just been loaded.
function echo(question) {
  const asked = document.querySelector('#asked');
  const said = question.trim();
  if (!asked || !said || [...said].length > Number(asked.dataset.longest)) return false;
  const exchange = asked.content.querySelector('.exchange').cloneNode(true);
  exchange.dataset.echo = '';
  exchange.querySelector('.question').append(said);
  (element.querySelector('[id^="html-"]') ?? element).append(exchange); // where Gradio puts the conversation
  document.body.classList.add('talking', 'asking');
  exchange.scrollIntoView({ block: 'start' });
  return true;
}

// The server has said its last. A question that it did not take goes back into the box.
document.addEventListener('wenda:answered', () =>
  setTimeout(() => {
    const refused = element.querySelector('[data-echo]');
    if (!refused) return;
    refused.remove();
    if (!box().value) fillBox(typed);
    show();
  }, 0),
);

// --- showing ---

function show() {
  const exchanges = props.value.exchanges;
  const last = exchanges[exchanges.length - 1];
  const settled = !last || last.stage === 'done' || last.stage === 'failed';
  if (isInBox && last?.question === typed.trim()) {
    isInBox = false;
    if (box().value === typed) fillBox('');
  }
  document.body.classList.toggle('talking', exchanges.length > 0);
  document.body.classList.toggle('asking', !settled);
  if (!settled) return;
  typed = '';
  keepDraft(box().value);
  keep();
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
  if (event.target === box()) keepDraft(box().value || typed);
});

// --- what this tab keeps: Gradio loads the page anew when the server was out of reach, and following the link to the
// paper's own page leaves this one in an embedded browser ---

function keep() {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(props.value));
  } catch (error) {
    console.info('the conversation is not kept in this browser', error);
  }
}

function keepDraft(text) {
  try {
    sessionStorage.setItem(DRAFT, text);
  } catch (error) {
    console.info('what is typed is not kept in this browser', error);
  }
}

function restore() {
  try {
    const draft = sessionStorage.getItem(DRAFT);
    if (draft && !box().value) fillBox(draft);
    const kept = JSON.parse(sessionStorage.getItem(KEPT));
    if (!kept || !kept.exchanges.length) return;
    props.value = kept;
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
