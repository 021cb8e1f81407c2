/** Why an act was not done, in words that say what is so now. */
import { useWords } from '../i18n';
import type { NotDone } from '../live/use_named_press';
import { Icon } from '../parts/icon';
import type { FloorView } from '../wire/types';

const codes = [
  'call_gone',
  'call_offered',
  'call_answered',
  'changed_meanwhile',
  'same_queue',
  'queue_unknown',
  'queue_closed',
  'agent_unknown',
  'agent_not_free',
  'skill_missing',
  'pull_not_allowed',
  'not_her_queue',
  'forbidden',
  'no_answer',
  'unavailable',
] as const;

type Code = (typeof codes)[number];

const isCode = (code: string): code is Code => codes.some((one) => one === code);

export function RefusalWords({
  refusal,
  skills,
}: {
  refusal: NotDone;
  skills: FloorView['skills'];
}) {
  const { t, say } = useWords();
  const code = isCode(refusal.code) ? refusal.code : 'other';
  const skill = say(skills[refusal.detail]) || refusal.detail;
  return (
    <p className="error-line" role="alert">
      <Icon name="stop" size={14} />
      <span>{t(`floor.refused.${code}`, { skill })}</span>
    </p>
  );
}
