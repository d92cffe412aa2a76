// The desk's keys. They do nothing while a field has the focus.
const isField = (target) => target.closest?.('input, textarea, select, [contenteditable]:not([contenteditable=false])');
const noteField = () => document.querySelector('#note input, #note textarea');

function saveNote() {
  const text = noteField().value.trim();
  if (text) send('add_note', { ...placeOf(active()), text });
}

function openView(by) {
  const views = [...document.querySelectorAll('#answers [data-view]')];
  const at = views.findIndex((view) => view.getAttribute('aria-pressed') === 'true');
  send('open_view', { view: views[(at + by + views.length) % views.length].dataset.view });
}

function openLines() {
  const section = document.querySelector('#lines details');
  if (!section) return;
  if (section.open) (section.querySelector('ol button') ?? section.querySelector('input')).focus();
  section.open = true;
  section.scrollIntoView({ block: 'nearest' });
}

const actions = {
  J: () => step(1),
  K: () => step(-1),
  N: () => send('next_answer'),
  P: () => history.back(),
  U: () => send('undo'),
  B: () => noteField()?.focus(),
  L: openLines,
  '[': () => openView(-1),
  ']': () => openView(1),
  '?': () => document.querySelector('#keys dialog')?.showModal(),
};

document.addEventListener('keydown', (event) => {
  if (isField(event.target)) {
    if ((event.key !== 'Enter' && event.key !== 'Escape') || event.isComposing) return;
    if (event.key === 'Enter' && event.target === noteField()) saveNote();
    event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (document.querySelector('dialog[open]')) return;
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1] ?? event.key;
  const button = element.querySelector(`[data-key="${CSS.escape(digit)}"]`);
  const action = actions[event.key] ?? actions[event.code.replace(/^Key/, '')] ?? actions[event.key.toUpperCase()];
  if (!button && !action) return;
  event.preventDefault();
  if (button) press(button);
  else action();
});
