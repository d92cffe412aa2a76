// The panel: asks over the answers' stream, and shows each checked statement with its sources. All texts are set as text.
(() => {
  const texts = JSON.parse(document.querySelector('#texts').textContent);
  const talk = document.querySelector('#talk');
  const form = document.querySelector('#ask');
  const box = document.querySelector('#question');
  const session = crypto.randomUUID?.() ?? String(Math.random());
  const history = [];

  document.querySelector('#close').addEventListener('click', close);
  document.addEventListener('keydown', (event) => event.key === 'Escape' && close());
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const question = box.value.trim();
    if (!question || form.querySelector('button').disabled) return;
    form.querySelector('button').disabled = true;
    box.value = '';
    await ask(question).catch(() => talk.lastElementChild.querySelector('.notice').append(texts.failed));
    form.querySelector('button').disabled = false;
    box.focus();
  });

  // The page around the panel hides it, and does not learn anything else from it.
  function close() {
    parent.postMessage({ wenda: 'close' }, '*');
  }

  async function ask(question) {
    const shown = element('section', talk);
    element('h2', shown, question);
    const notice = element('p', shown, texts.looking);
    notice.className = 'notice';
    shown.scrollIntoView({ block: 'end' });
    const response = await fetch('/embed/api/ask', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ question, history: history.slice(-6), session, article: texts.article }),
    });
    notice.textContent = '';
    if (!response.ok) throw new Error(response.status);
    notice.textContent = texts.looking;
    for await (const { kind, data } of events(response.body)) {
      if (kind === 'waiting') notice.textContent = texts.waiting.replace('{before}', data.before);
      if (kind === 'understood') notice.textContent = texts.looking;
      if (kind === 'statement') showStatement(shown, data.statement, data.citations);
      if (kind === 'error') notice.textContent = texts.failed;
      if (kind === 'done') done(shown, notice, question, data);
    }
  }

  function done(shown, notice, question, answer) {
    for (const node of shown.querySelectorAll('.said, .sources')) node.remove();
    notice.textContent = answer.corrected ? texts.corrected.replace('{day}', answer.corrected.on) : '';
    if (answer.status === 'not_reported') showDeclined(shown, notice, answer);
    for (const statement of answer.statements) showStatement(shown, statement, answer.citations);
    if (!answer.statements.length && answer.text) element('p', shown, answer.text).className = 'said';
    if (answer.aigc) shown.dataset.aigc = JSON.stringify(answer.aigc);
    showTools(shown, answer);
    history.push({ role: 'user', content: question }, { role: 'assistant', content: answer.text });
    shown.scrollIntoView({ block: 'end' });
  }

  function showDeclined(shown, notice, answer) {
    notice.textContent = answer.nearest_lines.length ? texts.nearest_lines : texts.not_reported;
    for (const n of answer.nearest_lines) {
      const citation = answer.citations.find((one) => one.n === n);
      if (citation) showStatement(shown, { text: citation.quote, kind: 'quoted', citations: [n] }, answer.citations);
    }
    if (texts.contact) element('p', shown, texts.contact).className = 'notice';
  }

  function showStatement(shown, statement, citations) {
    const said = element('p', shown);
    said.className = 'said';
    if (statement.kind === 'written') {
      said.dataset.aiGenerated = 'true';
      element('span', said, texts.ai_label).className = 'ai-label';
      said.append(' ');
    }
    said.append(statement.text);
    const sources = element('ul', shown);
    sources.className = 'sources';
    for (const citation of citations.filter((one) => statement.citations.includes(one.n))) {
      const day = citation.date ?? texts.unknown_date;
      const name = `[${citation.n}] ${citation.headline || texts.no_headline} · ${citation.paper} ${day}`;
      const item = element('li', sources);
      if (/^https?:\/\//.test(citation.url)) link(item, citation.url, name.trim());
      else item.append(name.trim());
    }
  }

  function showTools(shown, answer) {
    const tools = element('p', shown);
    tools.className = 'tools';
    if (!['answered', 'not_reported'].includes(answer.status)) return;
    link(tools, `/a/${answer.answer_id}`, texts.link);
    const report = element('button', tools, texts.report);
    report.addEventListener('click', async () => {
      const reason = answer.status === 'answered' ? 'wrong_content' : 'not_answered';
      const response = await fetch(`/embed/api/answers/${answer.answer_id}/report`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ reason, note: '' }),
      });
      report.replaceWith(response.ok ? texts.reported : texts.failed);
    });
  }

  function link(parentNode, address, text) {
    const anchor = element('a', parentNode, text);
    anchor.href = address;
    anchor.target = '_blank';
    anchor.rel = 'noopener';
  }

  function element(name, parentNode, text = '') {
    const node = document.createElement(name);
    node.textContent = text;
    parentNode.append(node);
    return node;
  }

  // Server-sent events of a response: `{ kind, data }`, data as JSON.
  async function* events(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const whole = (rest + part.value).split(/\r?\n\r?\n/);
      rest = whole.pop();
      for (const event of whole) {
        const kind = /^event: ?(.*)$/m.exec(event)?.[1];
        const data = [...event.matchAll(/^data: ?(.*)$/gm)].map((match) => match[1]).join('\n');
        if (kind && data) yield { kind, data: JSON.parse(data) };
      }
    }
  }
})();
