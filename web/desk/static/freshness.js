// How recent the archive is: the section stays open when it is written again.
let open = false;
element.addEventListener('toggle', (event) => { open = event.target.open; }, true);
watch('value', () => {
  const section = element.querySelector('details');
  if (section) section.open = open;
});
