/** Makes 16-bit mono sound at the context's own rate, a tenth of a second at a time. */
class Sound extends AudioWorkletProcessor {
  constructor() {
    super();
    this.size = Math.round(sampleRate / 10);
    this.block = new Int16Array(this.size);
    this.filled = 0;
    this.peak = 0;
    this.power = 0;
  }

  process(inputs) {
    const channels = inputs[0];
    const length = channels.length ? channels[0].length : 128; // no channel: the source is silent for now
    for (let i = 0; i < length; i += 1) {
      let x = 0;
      for (const channel of channels) x += channel[i] / channels.length;
      this.add(x);
    }
    return true;
  }

  add(x) {
    this.peak = Math.max(this.peak, Math.abs(x));
    this.power += x * x;
    this.block[this.filled] = Math.max(-32768, Math.min(32767, Math.round(x * 32768)));
    this.filled += 1;
    if (this.filled < this.size) return;
    const told = { pcm: this.block, peak: this.peak, rms: Math.sqrt(this.power / this.size) };
    this.port.postMessage(told, [this.block.buffer]);
    this.block = new Int16Array(this.size);
    this.filled = 0;
    this.peak = 0;
    this.power = 0;
  }
}

registerProcessor("sound", Sound);
