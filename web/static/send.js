(question, conversation) => {
  // Runs before a typed question is sent. What it returns is sent.
  document.dispatchEvent(new CustomEvent('wenda:asked', { detail: { question, typed: true } }));
  return [question, conversation];
}
