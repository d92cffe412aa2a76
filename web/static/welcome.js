// An example question that is clicked is asked. `element` and `trigger` are Gradio's.
element.addEventListener('click', (event) => {
  const example = event.target.closest('.example');
  if (!example) return;
  document.dispatchEvent(new CustomEvent('wenda:asked', { detail: { question: example.textContent } }));
  trigger('ask', { question: example.textContent });
});
