/** One press about a message. */
import { useNamedPress } from '../live/use_named_press';
import { actUponVoicemail } from '../wire/api';

type Deed = 'take' | 'return' | 'done' | 'call-back';

interface Pressed {
  deed: Deed;
  more: Record<string, unknown>;
}

export function useVoicemailPress(call: string) {
  const { press, pressing, refusal } = useNamedPress(
    (name, { deed, more }: Pressed) => actUponVoicemail(call, deed, { press: name, ...more }),
    { changes: 'voicemails' },
  );
  return {
    press: (deed: Deed, more: Record<string, unknown> = {}) => press({ deed, more }),
    pressing,
    refusal: refusal?.code ?? null,
  };
}
