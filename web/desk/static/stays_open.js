// A section that is written again from time to time stays open or closed.
let open = false;
element.addEventListener('toggle', (event) => { open = event.target.open; }, true);
watch('value', () => {
  const section = element.querySelector('details');
  if (section) section.open = open;
});
