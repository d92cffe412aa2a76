// Shows the newsroom's correction of an answer on a page that is open, within seconds.
// Runs in the same scope as `conversation.js`.
const LOOK_FOR_CORRECTIONS = 4000; // milliseconds
let decided = null; // the state of the newsroom's decisions when the answers of this page were last compared with them

async function lookForCorrections() {
  if (document.hidden || isAsking()) return;
  const state = await decisions().catch(() => null); // the server is away: the next look will tell
  if (state === null || state === decided || isAsking()) return;
  if (element.querySelector('.exchange[data-answer]')) trigger('corrections', {});
  decided = state;
}

async function decisions() {
  const response = await fetch('decisions', { cache: 'no-store' });
  return response.ok ? response.text() : null;
}

setInterval(lookForCorrections, LOOK_FOR_CORRECTIONS);
