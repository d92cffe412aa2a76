// Pictures of printed pages: zoom with buttons, wheel, keys or two fingers, and move by dragging. A picture opens at its marks.
// Gradio provides `element` and `watch`.
const MOST_ZOOM = 8;

function openPicture(figure) {
  const frame = figure.querySelector('.window');
  const sheet = figure.querySelector('.sheet');
  const image = figure.querySelector('img');
  let [zoom, left, top] = [1, 0, 0]; // in widths of the window; left and top of the sheet in pixels
  const fingers = new Map();

  function place() {
    const { clientWidth: width, clientHeight: height } = frame;
    const high = (width * zoom * image.naturalHeight) / image.naturalWidth;
    left = Math.min(0, Math.max(left, width - width * zoom));
    top = Math.min(0, Math.max(top, height - high));
    if (zoom < 1) left = (width - width * zoom) / 2;
    if (high < height) top = (height - high) / 2;
    sheet.style.width = `${width * zoom}px`;
    sheet.style.transform = `translate(${left}px, ${top}px)`;
  }

  function zoomTo(wanted, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
    const next = Math.min(MOST_ZOOM, Math.max(wholePage(), wanted));
    left = x - ((x - left) * next) / zoom;
    top = y - ((y - top) * next) / zoom;
    zoom = next;
    place();
  }

  const wholePage = () =>
    Math.min(1, (frame.clientHeight / frame.clientWidth) * (image.naturalWidth / image.naturalHeight));

  function showMarks() {
    const shapes = figure.querySelectorAll('rect.mark').length ? 'rect.mark' : 'rect.outline';
    const boxes = [...figure.querySelectorAll(shapes)].map((rect) =>
      ['x', 'y', 'width', 'height'].map((name) => Number(rect.getAttribute(name)) / 100),
    );
    if (!boxes.length) return zoomTo(wholePage());
    const x = Math.min(...boxes.map((box) => box[0]));
    const right = Math.max(...boxes.map((box) => box[0] + box[2]));
    const y = Math.min(...boxes.map((box) => box[1]));
    zoom = Math.min(MOST_ZOOM, Math.max(1, 0.8 / Math.max(right - x, 0.12)));
    const width = frame.clientWidth * zoom;
    left = frame.clientWidth / 2 - ((x + right) / 2) * width;
    top = frame.clientHeight / 3 - (y * width * image.naturalHeight) / image.naturalWidth;
    place();
  }

  frame.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const { left: x, top: y } = frame.getBoundingClientRect();
      zoomTo(zoom * Math.exp(-event.deltaY / 400), event.clientX - x, event.clientY - y);
    },
    { passive: false },
  );
  frame.addEventListener('pointerdown', (event) => {
    frame.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
  });
  frame.addEventListener('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    if (other) {
      const distance = ([x, y]) => Math.hypot(x - other[0], y - other[1]) || 1;
      const { left: x, top: y } = frame.getBoundingClientRect();
      const factor = distance([event.clientX, event.clientY]) / distance(before);
      zoomTo(zoom * factor, (event.clientX + other[0]) / 2 - x, (event.clientY + other[1]) / 2 - y);
    } else {
      left += event.clientX - before[0];
      top += event.clientY - before[1];
      place();
    }
  });
  for (const end of ['pointerup', 'pointercancel']) {
    frame.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }
  frame.addEventListener('keydown', (event) => {
    const moves = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
    if (event.key === '+' || event.key === '=') zoomTo(zoom * 1.5);
    else if (event.key === '-') zoomTo(zoom / 1.5);
    else if (moves[event.key]) {
      left += moves[event.key][0];
      top += moves[event.key][1];
      place();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  figure.addEventListener('click', (event) => {
    const wanted = event.target.closest('[data-zoom]')?.dataset.zoom;
    if (wanted === 'in') zoomTo(zoom * 1.5);
    if (wanted === 'out') zoomTo(zoom / 1.5);
    if (wanted === 'all') zoomTo(wholePage());
  });
  image.addEventListener('error', () => figure.remove());
  if (image.complete && image.naturalWidth) showMarks();
  else image.addEventListener('load', showMarks);
}

watch('value', () => element.querySelectorAll('.page-picture').forEach(openPicture));
