// Choosing the printed line that should have been the answer: search, arrow keys, Enter.
const shownAnswer = () => document.querySelector('#answer [data-shown]')?.dataset.shown;
const lineButtons = () => [...element.querySelectorAll('button[data-article]')];

function chooseLine(button) {
  const { article, version, field, start, end } = button.dataset;
  trigger('expect_line', {
    answer: shownAnswer(), article, field, version: Number(version), start: Number(start), end: Number(end),
  });
}

function moveTo(by) {
  const all = lineButtons();
  const at = all.indexOf(document.activeElement);
  (all[at + by] ?? (at + by < 0 ? element.querySelector('input') : all[at]))?.focus();
}

element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-article]');
  if (button) chooseLine(button);
});

element.addEventListener('keydown', (event) => {
  event.stopPropagation(); // these keys are not the answer's
  if (event.isComposing) return;
  const isInput = event.target.matches('input');
  if (event.key === 'Escape') {
    element.querySelector('details').open = false;
    document.activeElement.blur();
  } else if (event.key === 'Enter' && isInput) {
    trigger('search_lines', { words: event.target.value });
  } else if (event.key === 'ArrowDown' || (!isInput && event.code === 'KeyJ')) {
    event.preventDefault();
    moveTo(1);
  } else if (event.key === 'ArrowUp' || (!isInput && event.code === 'KeyK')) {
    event.preventDefault();
    moveTo(-1);
  }
});

element.addEventListener('toggle', (event) => {
  if (event.target.open && !element.querySelector('ol, .empty')) trigger('search_lines', { words: '' });
}, true);

watch('value', () => lineButtons()[0]?.focus());
