// The sources column: scrolls to the cited words in the article and in the printed lines.
function show(box, words) {
  box.scrollTop = 0;
  if (!words) return;
  const below = words.getBoundingClientRect().bottom - box.getBoundingClientRect().top;
  if (below > box.clientHeight) box.scrollTop = below - box.clientHeight / 2;
}

watch('value', () => {
  element.closest('#right').scrollTop = 0;
  for (const box of element.querySelectorAll('.article, .printed')) show(box, box.querySelector('mark'));
});

element.addEventListener(
  'toggle',
  (event) => {
    for (const box of event.target.querySelectorAll('.article')) show(box, box.querySelector('mark'));
  },
  true,
);
