// Asks a suggested question when it is clicked. Gradio provides `element` and `trigger`.
element.addEventListener('click', (event) => {
  const example = event.target.closest('.example');
  if (!example) return;
  document.dispatchEvent(new CustomEvent('wenda:asked', { detail: { question: example.textContent } }));
  trigger('ask', { question: example.textContent });
});
