/* SHA-256 (FIPS 180-4). The browser's own is there only where a page comes by HTTPS: not in a classroom, nor in a folder. */

const PRIMES = Array.from({ length: 312 }, (_, n) => n).filter(n => {
  for (let by = 2; by * by <= n; by++) if (n % by === 0) return false
  return n > 1
})
const fraction = (of, root) => (of ** (1 / root) % 1) * 2 ** 32 | 0
const START = PRIMES.slice(0, 8).map(prime => fraction(prime, 2))
const ROUNDS = PRIMES.slice(0, 64).map(prime => fraction(prime, 3))
const turn = (word, by) => word >>> by | word << 32 - by

const padded = bytes => {
  const whole = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64)
  whole.set(bytes)
  whole[bytes.length] = 0x80
  const view = new DataView(whole.buffer)
  view.setUint32(whole.length - 8, Math.floor(bytes.length / 2 ** 29))
  view.setUint32(whole.length - 4, bytes.length << 3)
  return view
}

const mixed = (state, view, from) => {
  const words = Array.from({ length: 16 }, (_, n) => view.getInt32(from + 4 * n))
  let [a, b, c, d, e, f, g, h] = state
  for (let n = 0; n < 64; n++) {
    if (n > 15) {
      const [early, late] = [words[n - 15], words[n - 2]]
      const low = turn(early, 7) ^ turn(early, 18) ^ early >>> 3
      const high = turn(late, 17) ^ turn(late, 19) ^ late >>> 10
      words[n] = words[n - 16] + low + words[n - 7] + high | 0
    }
    const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + ROUNDS[n] + words[n]
    const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c);
    [h, g, f, e, d, c, b, a] = [g, f, e, d + one | 0, c, b, a, one + two | 0]
  }
  return [a, b, c, d, e, f, g, h].map((word, n) => word + state[n] | 0)
}

/* The 32 bytes of the digest of `bytes`. */
export const sha256 = bytes => {
  const view = padded(bytes)
  let state = START
  for (let from = 0; from < view.byteLength; from += 64) state = mixed(state, view, from)
  const digest = new DataView(new ArrayBuffer(32))
  state.forEach((word, n) => digest.setInt32(4 * n, word))
  return new Uint8Array(digest.buffer)
}
