() => {
  // Runs when the server has finished its answer to a question, or has refused it.
  document.dispatchEvent(new CustomEvent('wenda:answered'));
  return [];
}
