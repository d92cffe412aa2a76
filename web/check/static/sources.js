// The sources: bring the cited words into sight, in the article and in the printed lines.
function show(box, words) {
  if (words) box.scrollTop += words.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
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
