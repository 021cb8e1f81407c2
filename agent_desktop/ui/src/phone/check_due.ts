/** Whether the audio check follows: after a sign-in, not after a refresh. */
import { Store } from '../live/store';

export const checkDue = new Store(false);
