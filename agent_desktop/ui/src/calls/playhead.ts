/** The one cursor that player and timeline share. Seconds from the recording's beginning. */
import { Store } from '../live/store';

export class Playhead {
  readonly at = new Store(0);
  /** Set by the player while there is one. */
  seek: ((seconds: number) => void) | null = null;
}
