// The list column: clicks on a view, an answer, or "Show more".
element.addEventListener('click', (event) => {
  const view = event.target.closest('[data-view]');
  if (view) return trigger('open_view', { view: view.dataset.view });
  if (event.target.closest('.more')) return trigger('more_answers');
  const answer = event.target.closest('[data-answer]');
  if (answer && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    trigger('open_answer', { answer: answer.dataset.answer });
  }
});

watch('value', () => element.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }));
