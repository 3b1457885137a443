// Silence in AAC: some players take a file without sound for a GIF. Each frame of it is the same, so nothing encodes it.

const RATE = 48_000;
const SAMPLES = 1024; // of an AAC frame
// ISO/IEC 14496-3: two channels with a common window of no bands, so nothing is heard; then the end.
const FRAME = Uint8Array.of(0x21, 0, 0, 0, 0, 0x1c);
const AAC_LC = Uint8Array.of(0x11, 0x90); // an AudioSpecificConfig: 48 kHz, two channels
const decoderConfig = { codec: "mp4a.40.2", sampleRate: RATE, numberOfChannels: 2, description: AAC_LC };

export class Silence {
  track;
  #packet;
  #count = 0;

  constructor({ EncodedAudioPacketSource, EncodedPacket }) {
    this.track = new EncodedAudioPacketSource("aac");
    this.#packet = (number) => new EncodedPacket(FRAME, "key", (number * SAMPLES) / RATE, SAMPLES / RATE);
  }

  /** Adds the frames that end within so many seconds: the sound never outlasts the picture. */
  async fill(seconds) {
    while ((this.#count + 1) * SAMPLES <= seconds * RATE) await this.track.add(this.#packet(this.#count++), { decoderConfig });
  }
}
