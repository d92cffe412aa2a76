// The answer column: keys for verdicts and for moving between statements, and the browser's "back" button.
const WAIT_MS = 1500; // after a failure the page is not rendered again, so accept keys again after this time
let busyUntil = 0;

const shown = () => element.querySelector('[data-shown]')?.dataset.shown;
const active = () => element.querySelector('.statement.active');
const numberOf = (statement) =>
  statement.dataset.statement === undefined ? null : Number(statement.dataset.statement);

function send(name, data) {
  if (Date.now() < busyUntil) return;
  busyUntil = Date.now() + WAIT_MS;
  trigger(name, data);
}

function judge(button) {
  if (Date.now() < busyUntil) return;
  button.classList.add('pressed');
  setTimeout(() => button.classList.remove('pressed'), WAIT_MS);
  send('judge', { answer: shown(), statement: numberOf(active()), verdict: button.dataset.verdict });
}

function step(by) {
  const all = [...element.querySelectorAll('.statement')];
  const next = all[all.indexOf(active()) + by];
  if (next) send('open_statement', { answer: shown(), statement: numberOf(next) });
}

element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-verdict]');
  if (button) return judge(button);
  if (event.target.closest('.undo')) return send('undo');
  if (event.target.closest('.handle')) return send('handle_reports', { answer: shown() });
  const link = event.target.closest('a[data-answer]');
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    const statement = link.dataset.statement;
    return send('open_answer', {
      answer: link.dataset.answer,
      statement: statement === undefined ? null : Number(statement),
    });
  }
  const statement = event.target.closest('.statement[data-statement]:not(.active)');
  if (statement) send('open_statement', { answer: shown(), statement: numberOf(statement) });
});

const isField = (target) => target.closest?.('input, textarea, select, [contenteditable]:not([contenteditable=false])');

document.addEventListener('keydown', (event) => {
  if (isField(event.target)) {
    if ((event.key === 'Enter' || event.key === 'Escape') && !event.isComposing) event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  const digit = /^(?:Digit|Numpad)([1-5])$/.exec(event.code)?.[1] ?? event.key;
  const button = element.querySelector(`[data-key="${CSS.escape(digit)}"]`);
  if (button) {
    event.preventDefault();
    return judge(button);
  }
  const letter = event.code.replace(/^Key/, '') || event.key.toUpperCase();
  const actions = {
    J: () => step(1),
    K: () => step(-1),
    N: () => send('next_answer'),
    U: () => send('undo'),
    B: () => document.querySelector('#note input, #note textarea')?.focus(),
  };
  if (letter in actions) {
    event.preventDefault();
    actions[letter]();
  }
});

// The address contains the id of the answer shown, so that the browser's "back" leads to the previous answer.
const inAddress = () => new URLSearchParams(location.search).get('answer');
let isFirst = true;

window.addEventListener('popstate', () => {
  if (inAddress() && inAddress() !== shown()) trigger('open_answer', { answer: inAddress(), statement: null });
});

function updateAddress() {
  const address = `?answer=${encodeURIComponent(shown())}`;
  if (isFirst) history.replaceState(history.state, '', address);
  else if (inAddress() !== shown()) history.pushState(history.state, '', address);
  isFirst = false;
}

watch('value', () => {
  busyUntil = 0;
  element.querySelectorAll('.pressed').forEach((button) => button.classList.remove('pressed'));
  if (shown()) updateAddress();
  if (!isField(document.activeElement)) active()?.focus({ preventScroll: true });
  active()?.scrollIntoView({ block: 'nearest' });
});
