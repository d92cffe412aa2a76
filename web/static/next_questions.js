// The next questions follow one answer: they go when another one has come, and are not shown if they come too late.
// Gradio provides `props` and `watch`.
document.addEventListener('wenda:answered', () => {
  props.value = '';
});

watch('value', () => {
  const last = [...document.querySelectorAll('.exchange')].pop();
  if (props.value && !props.value.includes(`data-answer="${last?.dataset.answer}"`)) props.value = '';
});
