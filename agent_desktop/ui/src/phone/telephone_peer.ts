/** One WebRTC connection that speaks the telephone's codecs, and its offer with all candidates in it. */
import type { Scope } from '../live/scope';

const gatherFor = 1_500;
const codecs = ['audio/pcmu', 'audio/pcma'];

/** A connection that sends a copy of each track; copies end with the scope. */
export function telephonePeer(
  scope: Scope,
  stun: readonly string[],
  stream: MediaStream,
): RTCPeerConnection {
  const peer = new RTCPeerConnection({
    iceServers: stun.length > 0 ? [{ urls: [...stun] }] : [],
    bundlePolicy: 'max-bundle',
  });
  for (const track of stream.getAudioTracks()) {
    const sent = track.clone();
    scope.owns(() => sent.stop());
    preferTelephone(peer.addTransceiver(sent, { direction: 'sendrecv' }));
  }
  return peer;
}

/** The whole offer, candidates included: nothing trickles. */
export async function wholeOffer(peer: RTCPeerConnection, scope: Scope): Promise<string> {
  await peer.setLocalDescription(await peer.createOffer());
  await gathered(peer, scope);
  return peer.localDescription?.sdp ?? '';
}

/** G.711 only: what the telephone side speaks, so that nothing is transcoded. */
function preferTelephone(transceiver: RTCRtpTransceiver): void {
  const known = RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [];
  transceiver.setCodecPreferences(
    codecs.flatMap((name) => known.filter((one) => one.mimeType.toLowerCase() === name)),
  );
}

/** Waits until all candidates are in the description, or for as long as that is worth. */
function gathered(peer: RTCPeerConnection, scope: Scope): Promise<void> {
  return new Promise((settle) => {
    const done = () => {
      peer.onicegatheringstatechange = null;
      settle();
    };
    const look = () => {
      if (peer.iceGatheringState === 'complete') done();
    };
    peer.onicegatheringstatechange = look;
    scope.after(gatherFor, done);
    scope.owns(done);
    look();
  });
}
