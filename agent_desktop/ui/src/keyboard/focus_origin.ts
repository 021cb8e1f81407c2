/** How the focus came to where it is: walked there by keyboard, or left there by a click. */
export const focus = { walked: false };

const walking = new Set(['Tab', 'F6', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);

window.addEventListener('pointerdown', () => {
  focus.walked = false;
});
window.addEventListener(
  'keydown',
  (event) => {
    if (walking.has(event.key)) focus.walked = true;
  },
  true,
);
