// What is said aloud of an answer, by the browser's voice and by screen readers. Each part has its language.
// The parts of a statement: the day that it was printed on, unless the one before has the same; its words; what explains them.
function spokenParts(statement, before) {
  const day = statement.dataset.day;
  const parts = [...statement.querySelectorAll('.said, .explained')].map(spokenPart);
  if (day && day !== before?.dataset.day) parts.unshift({ text: day, language: languageOf(statement.parentElement) });
  return parts;
}

function spokenPart(node) {
  return { text: node.textContent.replace(/\s+/g, ' ').trim(), language: languageOf(node) };
}

function languageOf(node) {
  return node.closest('[lang]')?.lang ?? 'zh';
}
