// The answer that comes after the next verdict is already in the page, hidden: it is shown as soon as the key is pressed,
// while the server stores the verdict. What the server then sends takes its place.
const desk = () => document.querySelector('#desk');
const ahead = () => document.querySelector('#answer-ahead [data-shown]');

function showAhead() {
  if (!ahead()) return;
  desk().classList.add('ahead');
  for (const box of document.querySelectorAll('#sources-ahead .article, #sources-ahead .printed')) {
    const mark = box.querySelector('mark');
    if (mark) box.scrollTop = mark.offsetTop - box.clientHeight / 2;
  }
  document.querySelector('#answer-ahead .statement.active')?.scrollIntoView({ block: 'nearest' });
}

const showCurrent = () => desk().classList.remove('ahead');
