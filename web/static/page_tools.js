// The link past the conversation, and the switches of display.js. Gradio provides `element` and `watch`.
element.addEventListener('click', (event) => {
  if (!event.target.closest('.skip')) return;
  event.preventDefault(); // the address stays as it is
  document.querySelector('#question input').focus();
});

watch('value', () => document.dispatchEvent(new CustomEvent('wenda:drawn')));
