/** What the system wishes: light or dark. */
import { useSyncExternalStore } from 'react';

const wish = window.matchMedia('(prefers-color-scheme: dark)');

function watch(watcher: () => void): () => void {
  wish.addEventListener('change', watcher);
  return () => wish.removeEventListener('change', watcher);
}

export function useSystemTheme(): 'light' | 'dark' {
  return useSyncExternalStore(watch, () => (wish.matches ? 'dark' : 'light'));
}
