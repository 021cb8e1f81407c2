/** One press that calls somebody outside into her call. */
import { useNamedPress } from '../live/use_named_press';
import { callOutside } from '../wire/api';

interface To {
  number: string;
  hand_over: boolean;
}

export function useOutside(call: string) {
  const { refusal, ...more } = useNamedPress((press, to: To) =>
    callOutside(call, { press, ...to }),
  );
  return { ...more, refusal: refusal?.code ?? null };
}
