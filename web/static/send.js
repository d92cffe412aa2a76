(question, conversation) => {
  // Runs when a typed question is sent, before it leaves the browser; what it returns is sent.
  document.dispatchEvent(new CustomEvent('wenda:asked', { detail: { question, typed: true } }));
  return [question, conversation];
}
