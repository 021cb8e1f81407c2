/** Who is signed in, as every page knows it; `undefined` while nobody has been asked yet. */
import type { SessionView } from '../wire/types';
import { showTimesIn } from './format';
import { Store } from './store';

export const session = new Store<SessionView | null | undefined>(undefined);

session.watch(() => showTimesIn(session.value?.time_zone));
