/** The keypad under the controls: presses go to the caller as telephone keys. */
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n';
import { Button } from '../parts/button';
import { Card } from '../parts/card';

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

export function Keypad({ send, close }: { send: (keys: string) => void; close: () => void }) {
  const { t } = useWords();
  const [pressed, setPressed] = useState('');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const press = (key: string) => {
    setPressed((before) => (before + key).slice(-24));
    send(key);
  };
  return (
    <Card
      title={t('call.keypad')}
      label={t('call.keypad')}
      end={
        <Button kind="quiet" size="sm" icon="x" aria-label={t('common.close')} onClick={close} />
      }
    >
      <div
        ref={box}
        className="body keypad"
        role="group"
        aria-label={t('call.keypadHint')}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
          else if (keys.includes(event.key) && !event.ctrlKey && !event.altKey) press(event.key);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        <output className="keypad-shown num" aria-live="polite">
          {pressed === '' ? <span className="ink-3 xs">{t('call.keypadHint')}</span> : pressed}
        </output>
        <div className="keypad-keys">
          {keys.map((key) => (
            <Button key={key} size="lg" onClick={() => press(key)}>
              {key}
            </Button>
          ))}
        </div>
      </div>
    </Card>
  );
}
