// The answer column: verdicts, moving between statements, and the browser's "back" button.
const WAIT_MS = 1500; // after a failure the page is not rendered again, so accept keys again after this time
let busyUntil = 0;

const shown = () => element.querySelector('[data-shown]')?.dataset.shown;
const active = () => element.querySelector('.statement.active');
const number = (text) => (text === undefined ? null : Number(text));
const placeOf = (statement) => ({
  answer: shown(),
  statement: number(statement?.dataset.statement),
  line: number(statement?.dataset.line),
});

function send(name, data) {
  if (Date.now() < busyUntil) return false;
  busyUntil = Date.now() + WAIT_MS;
  setTimeout(() => { if (Date.now() >= busyUntil) showCurrent(); }, WAIT_MS + 50);
  trigger(name, data);
  return true;
}

function press(button) {
  const { verdict, point, article, version, field, start, end } = button.dataset;
  let sent;
  if (point) sent = send('mark_point', { answer: shown(), point });
  else if (verdict) sent = send('judge', { ...placeOf(active()), verdict });
  else sent = send('expect_line', {
    answer: shown(), article, field, version: Number(version), start: Number(start), end: Number(end),
  });
  if (!sent) return;
  if (!point) showAhead();
  button.classList.add('pressed');
  setTimeout(() => button.classList.remove('pressed'), WAIT_MS);
}

function step(by) {
  const all = [...element.querySelectorAll('.statement')];
  const next = all[all.indexOf(active()) + by];
  if (next) send('open_answer', placeOf(next));
}

element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-verdict], [data-point], [data-expect]');
  if (button) return press(button);
  if (event.target.closest('.undo')) return send('undo');
  if (event.target.closest('.handle')) return send('handle_reports', { answer: shown() });
  const link = event.target.closest('a[data-answer]');
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    return send('open_answer', { ...placeOf(link), answer: link.dataset.answer });
  }
  const statement = event.target.closest('.statement:not(.active)');
  if (statement) send('open_answer', placeOf(statement));
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
  showCurrent();
  element.querySelectorAll('.pressed').forEach((button) => button.classList.remove('pressed'));
  if (shown()) updateAddress();
  if (!isField(document.activeElement)) active()?.focus({ preventScroll: true });
  active()?.scrollIntoView({ block: 'nearest' });
  if (shown()) trigger('look_ahead');
});
