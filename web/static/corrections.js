// Shows the newsroom's correction of an answer on a page that is open, within seconds.
// Runs in the same scope as `conversation.js`.
const LOOK_FOR_CORRECTIONS = 4000; // milliseconds
let decided = null; // the state of the newsroom's decisions when the answers of this page were last compared with them

async function lookForCorrections() {
  if (document.hidden || isAsking()) return;
  const response = await fetch('decisions', { cache: 'no-store' }).catch(() => null);
  if (!response?.ok) return;
  const state = await response.text();
  const isNew = state !== decided && element.querySelector('.exchange[data-answer]') && !isAsking();
  if (isNew) trigger('corrections', {});
  decided = state;
}

setInterval(lookForCorrections, LOOK_FOR_CORRECTIONS);
