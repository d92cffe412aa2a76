// The side panel: opens when its value is set. Gradio provides `element`, `trigger`, `props` and `watch`.
let opener = null;

// Browsers inside other apps (WeChat, DingTalk …) cannot open a second window: there the paper's page replaces this one.
const EMBEDDED = /MicroMessenger|QQ\/|Weibo|DingTalk|AliApp|; wv\)/i.test(navigator.userAgent);

// On a phone the panel covers the page, which must not take the focus meanwhile.
const COVERS = matchMedia('(max-width: 899px), (max-height: 420px)'); // as in residents.css
COVERS.addEventListener('change', shutPage);

element.addEventListener('click', (event) => {
  if (event.target.closest('.close')) leave();
  if (event.target.closest('.to-picture')) element.querySelector('.page-picture')?.scrollIntoView();
});

element.addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target;
  form.querySelector('[type=submit]').disabled = true;
  trigger('report', {
    answer: form.dataset.answer,
    reason: form.elements.reason.value,
    note: form.elements.note.value,
  });
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && isOpen()) leave();
});

// The phone's "back" closes the panel instead of leaving the page.
window.addEventListener('popstate', () => {
  if (isOpen()) close();
});

watch('value', () => {
  if (!props.value) return close();
  if (!isOpen()) {
    opener = document.activeElement;
    history.pushState({ ...history.state, wendaPanel: true }, '');
  }
  document.body.classList.add('reading');
  shutPage();
  const form = element.querySelector('form');
  if (form) form.reset();
  if (EMBEDDED) element.querySelectorAll('a').forEach((link) => link.removeAttribute('target'));
  element.querySelector('h1').focus({ preventScroll: true });
  const content = element.querySelector('.content');
  const mark = element.querySelector('mark');
  if (mark) mark.scrollIntoView({ block: 'center' });
  else content.scrollTop = 0;
});

function isOpen() {
  return document.body.classList.contains('reading');
}

function shutPage() {
  for (const part of ['top', 'talk', 'composer']) {
    document.getElementById(part).inert = isOpen() && COVERS.matches;
  }
}

function leave() {
  if (history.state && history.state.wendaPanel) history.back();
  else close();
}

function close() {
  document.body.classList.remove('reading');
  shutPage();
  if (props.value) props.value = '';
  if (opener && opener.isConnected) opener.focus({ preventScroll: true });
  opener = null;
}
