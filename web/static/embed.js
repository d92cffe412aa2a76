// Makes the button and the panel on a page of the paper's site:
//   <script src="https://wenda.example/embed.js" data-colour="#9b2c1f" data-article async></script>
// data-article: questions are about this page's article; with a value, about the article at that address.
// data-colour: the paper's colour, as #rrggbb. data-label: the words on the button. data-lang: zh-Hans, zh-Hant or en.
(() => {
  const script = document.currentScript;
  const { article, colour = '#9b2c1f', label, lang = document.documentElement.lang } = script.dataset;
  const base = new URL('./', script.src).href;
  const host = document.createElement('wenda-ask');
  const root = host.attachShadow({ mode: 'open' });
  const isEnglish = lang.toLowerCase().startsWith('en');

  const style = new CSSStyleSheet(); // not a <style>: the page's own security policy may forbid those
  style.replaceSync(`
    button { position: fixed; right: 16px; bottom: 16px; z-index: 2147483000; min-height: 48px; padding: 0 20px; border: 0;
      border-radius: 24px; color: #fff; font: 600 16px/1.4 system-ui, sans-serif; cursor: pointer;
      box-shadow: 0 2px 10px rgb(0 0 0 / 30%); }
    button:focus-visible { outline: 3px solid #fff; outline-offset: -6px; }
    iframe { position: fixed; right: 16px; bottom: 76px; z-index: 2147483000; width: 400px; height: min(640px, 100dvh - 92px);
      border: 1px solid #8883; border-radius: 12px; background: #fff; box-shadow: 0 6px 30px rgb(0 0 0 / 30%); }
    iframe[hidden] { display: none; }
    @media (max-width: 480px) { iframe { right: 0; bottom: 0; width: 100%; height: 100dvh; border: 0; border-radius: 0; } }
  `);
  root.adoptedStyleSheets = [style];

  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label || (isEnglish ? 'Ask the paper' : '问报纸');
  if (/^#[0-9a-f]{6}$/i.test(colour)) button.style.background = colour;
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', () => show(!frame || frame.hidden));
  root.append(button);
  let frame = null;

  function show(isShown) {
    if (isShown && !frame) root.append((frame = panel()));
    if (frame) frame.hidden = !isShown;
    button.setAttribute('aria-expanded', String(isShown));
    (isShown ? frame : button).focus();
  }

  function panel() {
    const address = new URL('embed', base);
    address.searchParams.set('colour', colour);
    if (lang) address.searchParams.set('lang', isEnglish ? 'en' : lang);
    if (article !== undefined) address.searchParams.set('article', article || thisPage());
    const made = document.createElement('iframe');
    made.src = address.href;
    made.title = button.textContent;
    return made;
  }

  function thisPage() {
    return document.querySelector('link[rel="canonical"]')?.href ?? location.href;
  }

  addEventListener('message', (event) => {
    if (event.source === frame?.contentWindow && event.data?.wenda === 'close') show(false);
  });
  addEventListener('keydown', (event) => event.key === 'Escape' && frame && !frame.hidden && show(false));
  document.body.append(host);
})();
