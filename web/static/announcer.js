// Tells screen readers what is new in the conversation: how far an answer is, then each statement once, as it comes. The
// conversation itself is no live region, because all of it is written anew with each statement.
// Needs spoken.js. Gradio provides `element`.
const SPOKEN_AFTER = 30_000; // milliseconds in which a message has been spoken; then only the conversation has it
let announced = null; // the exchange, by its number, of which `told` was said
let told = [];

// A question was asked.
document.addEventListener('wenda:echoed', () => {
  announced = null;
  announce(lastExchange());
});

document.addEventListener('wenda:shown', () => {
  const exchange = lastExchange();
  if (!exchange) return;
  const isRestored = exchange.dataset.stage === 'done' && announced !== exchange.dataset.exchange;
  if (!isRestored) announce(exchange);
});

function lastExchange() {
  return [...document.querySelectorAll('.exchange')].pop();
}

function announce(exchange) {
  if (announced !== exchange.dataset.exchange) told = [];
  announced = exchange.dataset.exchange;
  let before = null;
  for (const node of exchange.querySelectorAll('.progress, .answer > :is(.notice, .said), .statement')) {
    const parts = node.matches('.statement') ? spokenParts(node, before) : [spokenPart(node)];
    before = node;
    const text = parts.map((part) => part.text).join(' ');
    if (told.includes(text)) continue;
    told.push(text);
    say(parts);
  }
}

function say(parts) {
  const message = document.createElement('p');
  for (const { text, language } of parts) {
    const part = document.createElement('span');
    part.lang = language;
    part.textContent = `${text} `;
    message.append(part);
  }
  element.querySelector('[role="log"]').append(message);
  setTimeout(() => message.remove(), SPOKEN_AFTER);
}
