/**
 * What the agent writes about a call, before the server has it.
 *
 * While she types, her text is the truth; it is saved within a second, kept in the tab over a
 * refresh, and sent again until it is taken. Knows one call at a time: the one on her desk.
 */
import type { Scope } from '../live/scope';
import { Store } from '../live/store';
import type { NotesView, SaveNotes } from '../wire/types';

export interface Draft {
  readonly call: string | null;
  readonly text: string;
  readonly need: string;
  readonly needs: readonly string[];
  readonly outcome: string;
  /** `kept`: the server has it; `typing`: it will be sent; `failed`: it is being sent again. */
  readonly saving: 'kept' | 'typing' | 'failed';
  readonly savedAt: string | null;
  /** Written to in this tab: from then on the server's copy no longer replaces it. */
  readonly touched: boolean;
}

const empty: Draft = {
  call: null,
  text: '',
  need: '',
  needs: [],
  outcome: '',
  saving: 'kept',
  savedAt: null,
  touched: false,
};

const saveAfter = 600;
const againAfter = 2_000;
const key = 'callcenter.notes';

export type Written = Partial<Pick<Draft, 'text' | 'need' | 'needs' | 'outcome'>>;

export class NotesDraft {
  readonly draft = new Store<Draft>(empty);
  readonly #scope: Scope;
  readonly #save: (command: SaveNotes) => Promise<boolean>;
  #timer: (() => void) | null = null;

  constructor(scope: Scope, save: (command: SaveNotes) => Promise<boolean>) {
    this.#scope = scope;
    this.#save = save;
  }

  /** The call offered or carried, and what the server keeps of it. */
  follow(call: string | null, kept: NotesView | null): void {
    const draft = this.draft.value;
    if (draft.call !== call) {
      this.#forgetTimer();
      this.draft.set(call === null ? empty : begun(call, kept));
    } else if (kept !== null && kept.call === call) {
      this.draft.set(draft.touched ? confirmed(draft, kept) : taken(call, kept));
    }
    if (this.draft.value.saving !== 'kept' && this.#timer === null) this.#sendIn(0);
  }

  write(written: Written): void {
    const draft = { ...this.draft.value, ...written, saving: 'typing' as const, touched: true };
    if (draft.call === null) return;
    this.draft.set(draft);
    sessionStorage.setItem(key, JSON.stringify(draft));
    // From the first key on, not from the last: a fast writer is saved within the second too.
    if (this.#timer === null) this.#sendIn(saveAfter);
  }

  /** Sends now what is not yet sent. */
  flush(): void {
    if (this.draft.value.saving === 'kept') return;
    this.#forgetTimer();
    void this.#send();
  }

  #sendIn(milliseconds: number): void {
    this.#forgetTimer();
    this.#timer = this.#scope.after(milliseconds, () => {
      this.#timer = null;
      void this.#send();
    });
  }

  #forgetTimer(): void {
    this.#timer?.();
    this.#timer = null;
  }

  async #send(): Promise<void> {
    const sent = this.draft.value;
    if (sent.call === null) return;
    const ok = await this.#save({
      do: 'save_notes',
      call: sent.call,
      text: sent.text,
      need: sent.need,
      needs: sent.needs.filter((one) => one !== ''),
      outcome: sent.outcome,
    });
    const now = this.draft.value;
    if (now.call !== sent.call) return;
    if (ok && now === sent) {
      sessionStorage.removeItem(key);
      this.draft.set({ ...now, saving: 'kept' });
    } else if (!ok) {
      this.draft.set({ ...now, saving: 'failed' });
      this.#sendIn(againAfter);
    }
  }
}

function begun(call: string, kept: NotesView | null): Draft {
  const unsent = remembered();
  if (unsent !== null && unsent.call === call) return { ...unsent, saving: 'typing' };
  return kept !== null && kept.call === call ? taken(call, kept) : { ...empty, call };
}

function confirmed(draft: Draft, kept: NotesView): Draft {
  const same = draft.saving === 'kept' && kept.text === draft.text;
  return same && kept.saved_at !== draft.savedAt ? { ...draft, savedAt: kept.saved_at } : draft;
}

function taken(call: string, kept: NotesView): Draft {
  return {
    call,
    text: kept.text,
    need: kept.need,
    needs: kept.needs,
    outcome: kept.outcome,
    saving: 'kept',
    savedAt: kept.saved_at,
    touched: false,
  };
}

function remembered(): Draft | null {
  const text = sessionStorage.getItem(key);
  if (text === null) return null;
  try {
    return JSON.parse(text) as Draft;
  } catch {
    return null;
  }
}
