/** What a user has chosen for this browser: theme, language, devices. Kept in local storage. */
import { Store } from './store';

export type Theme = 'auto' | 'light' | 'dark';

export interface Preferences {
  readonly theme: Theme;
  readonly language: 'zh-CN' | 'en';
  /** Device ids; empty is the system's default. */
  readonly microphone: string;
  readonly speaker: string;
  readonly ringer: string;
  /** 0-1. */
  readonly ringVolume: number;
  /** Echo cancelling, noise suppression and gain control by the browser. */
  readonly voiceProcessing: boolean;
  readonly shortcuts: boolean;
}

const prefix = 'callcenter.';

function read(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

function initial(): Preferences {
  const theme = read('theme');
  const language = read('language') ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en');
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    language: language === 'zh-CN' ? 'zh-CN' : 'en',
    microphone: read('microphone') ?? '',
    speaker: read('speaker') ?? '',
    ringer: read('ringer') ?? '',
    ringVolume: Number(read('ringVolume') ?? '0.5'),
    voiceProcessing: read('voiceProcessing') !== 'false',
    shortcuts: read('shortcuts') !== 'false',
  };
}

export const preferences = new Store<Preferences>(initial());

export function prefer(chosen: Partial<Preferences>): void {
  preferences.set({ ...preferences.value, ...chosen });
  for (const [name, value] of Object.entries(chosen)) {
    try {
      localStorage.setItem(prefix + name, String(value));
    } catch {
      // A browser that keeps nothing still works; the choice holds for this visit.
    }
  }
}
