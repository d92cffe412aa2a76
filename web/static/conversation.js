// The conversation as this browser tab keeps it. `element`, `trigger`, `props` and `watch` are Gradio's.
const KEPT = 'wenda.conversation';
let shown = 0;

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
  const exchange = Number(chip.closest('.exchange').dataset.exchange);
  trigger('refine', { ...change, exchange, name: chip.dataset.name });
}

function show() {
  const exchanges = props.value.exchanges;
  const last = exchanges[exchanges.length - 1];
  const settled = !last || last.stage === 'done' || last.stage === 'failed';
  document.body.classList.toggle('talking', exchanges.length > 0);
  document.body.classList.toggle('asking', !settled);
  if (exchanges.length > shown) element.querySelector('.exchange:last-child').scrollIntoView({ block: 'start' });
  shown = exchanges.length;
  if (settled) keep();
}

// Following the link to the paper's own page leaves this one in an embedded browser: coming back finds it again.
function keep() {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(props.value));
  } catch (error) {
    console.info('the conversation is not kept in this browser', error);
  }
}

function restore() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT));
    if (!kept || !kept.exchanges.length) return;
    props.value = kept;
    queueMicrotask(show);
  } catch (error) {
    console.info('no conversation to restore', error);
  }
}

watch('value', show);
setTimeout(restore, 0); // Gradio sets the first value once more after this script has run
