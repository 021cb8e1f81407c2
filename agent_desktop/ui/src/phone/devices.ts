/** The sound devices of this computer, as the browser tells them after the microphone is allowed. */
export interface Device {
  readonly id: string;
  readonly label: string;
}

async function ofKind(kind: MediaDeviceKind): Promise<Device[]> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return all
    .filter((one) => one.kind === kind && one.deviceId !== '' && one.deviceId !== 'communications')
    .map((one) => ({ id: one.deviceId === 'default' ? '' : one.deviceId, label: one.label }));
}

export const microphones = (): Promise<Device[]> => ofKind('audioinput');
export const speakers = (): Promise<Device[]> => ofKind('audiooutput');
