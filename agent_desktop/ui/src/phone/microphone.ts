/** Opening the microphone she chose, and saying in one word why it would not open. */
import { preferences } from '../live/preferences';

export type MicrophoneTrouble = 'denied' | 'no_microphone' | 'busy';

/** Rejects with what the browser says; `troubleOf` has the word for it. */
export function openMicrophone(): Promise<MediaStream> {
  const { microphone, voiceProcessing } = preferences.value;
  return navigator.mediaDevices.getUserMedia({
    audio: {
      echoCancellation: voiceProcessing,
      noiseSuppression: voiceProcessing,
      autoGainControl: voiceProcessing,
      ...(microphone === '' ? {} : { deviceId: { ideal: microphone } }),
    },
  });
}

export function troubleOf(problem: unknown): MicrophoneTrouble {
  if (!(problem instanceof DOMException)) return 'no_microphone';
  if (problem.name === 'NotAllowedError' || problem.name === 'SecurityError') return 'denied';
  if (problem.name === 'NotReadableError' || problem.name === 'AbortError') return 'busy';
  return 'no_microphone';
}
