/** Brings a field into sight and the focus into it; a deep path ends at what is drawn of it. */
export function show(place: string): void {
  for (let path = place; path !== ''; path = path.replace(/([.[][^.[]*|^[^.[]*)$/, '')) {
    const found = document.getElementById(`at-${path}`);
    if (found !== null) {
      found.scrollIntoView({ block: 'center' });
      found.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
      return;
    }
  }
}
