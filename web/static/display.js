// How this reader wants the residents' pages: large type, light or dark. Kept in the browser's storage, and applied in the
// head, before anything is drawn. A button with `data-display` switches one of them.
(() => {
  const SIZE = 'wenda.large-type';
  const SCHEME = 'wenda.scheme';
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  let large = false;
  let scheme = null; // null: as the system

  function restore() {
    try {
      large = localStorage.getItem(SIZE) === 'on';
      scheme = localStorage.getItem(SCHEME);
    } catch (error) {
      console.info('this browser keeps no settings', error);
    }
  }

  function keep(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch (error) {
      console.info('this browser keeps no settings', error);
    }
  }

  function isDark() {
    return scheme === null ? system.matches : scheme === 'dark';
  }

  function apply() {
    root.classList.add('scripted');
    root.classList.toggle('large-type', large);
    root.classList.toggle('dark', isDark());
    document.body?.classList.toggle('dark', isDark()); // for Gradio's own styles
    const pressed = { 'large-type': large, dark: isDark() };
    for (const button of document.querySelectorAll('[data-display]')) {
      button.setAttribute('aria-pressed', String(pressed[button.dataset.display]));
      button.hidden = false;
    }
    const bar = document.querySelector('meta[name="theme-color"]');
    if (bar) bar.content = getComputedStyle(root).getPropertyValue('--paper').trim();
  }

  function press(name) {
    if (name === 'large-type') {
      large = !large;
      keep(SIZE, large ? 'on' : null);
    } else {
      const wanted = isDark() ? 'light' : 'dark';
      scheme = wanted === (system.matches ? 'dark' : 'light') ? null : wanted;
      keep(SCHEME, scheme);
    }
    apply();
  }

  restore();
  apply();
  system.addEventListener('change', apply);
  window.addEventListener('storage', () => {
    restore();
    apply();
  });
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-display]');
    if (button) press(button.dataset.display);
  });
  document.addEventListener('wenda:drawn', apply); // buttons have come
  document.addEventListener('DOMContentLoaded', () => {
    apply();
    // Gradio sets its class by the system's scheme alone.
    new MutationObserver(() => document.body.classList.toggle('dark', isDark())).observe(document.body, {
      attributeFilter: ['class'],
    });
  });
})();
