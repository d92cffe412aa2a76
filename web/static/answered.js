() => {
  // Runs when the server has ended its answer to a question, or has refused it.
  document.dispatchEvent(new CustomEvent('wenda:answered'));
  return [];
}
