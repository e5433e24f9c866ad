/**
 * FarmHash's Fingerprint64 in plain Python, as BigQuery's `FARM_FINGERPRINT` has it before the sign: the functions of
 * `farmhashna` in Google's farmhash.cc. Python's integers grow, so that sums are cut to 64 bits where bits are moved.
 */
export const fingerprintPython = `K0, K1, K2 = 0xc3a5c85c97cb3127, 0xb492b66fbe98f273, 0x9ae16a3b2f90404f
MASK = 2**64 - 1


def word(text, start, size=8):
    return int.from_bytes(text[start:start + size], "little")


def rotate(x, bits):
    x &= MASK
    return (x >> bits | x << 64 - bits) & MASK


def shift_mix(x):
    x &= MASK
    return x ^ x >> 47


def mix(u, v, factor):
    a = shift_mix((u ^ v) * factor)
    return shift_mix((v ^ a) * factor) * factor & MASK


def mix_32(text, start, a, b):
    w, x, y, z = (word(text, start + at) for at in (0, 8, 16, 24))
    a += w
    b = rotate(b + a + z, 21)
    c = a
    a += x + y
    return a + z & MASK, b + rotate(a, 44) + c & MASK


def fingerprint_short(text):
    size = len(text)
    factor = K2 + 2 * size
    if size >= 8:
        a, b = word(text, 0) + K2, word(text, size - 8)
        return mix(rotate(b, 37) * factor + a & MASK, (rotate(a, 25) + b) * factor & MASK, factor)
    if size >= 4:
        return mix(size + (word(text, 0, 4) << 3), word(text, size - 4, 4), factor)
    if size == 0:
        return K2
    return shift_mix((text[0] + (text[size >> 1] << 8)) * K2 ^ (size + (text[-1] << 2)) * K0) * K2 & MASK


def fingerprint_middle(text):
    size = len(text)
    factor = K2 + 2 * size
    a = word(text, 0) * (K1 if size <= 32 else K2) & MASK
    b, c, d = word(text, 8), word(text, size - 8) * factor, word(text, size - 16) * K2
    y = rotate(a + b, 43) + rotate(c, 30) + d & MASK
    z = mix(y, a + rotate(b + K2, 18) + c & MASK, factor)
    if size <= 32:
        return z
    e, f = word(text, 16) * factor, word(text, 24)
    g, h = (y + word(text, size - 32)) * factor, (z + word(text, size - 24)) * factor
    return mix(rotate(e + f, 43) + rotate(g, 30) + h & MASK, e + rotate(f + a, 18) + g & MASK, factor)


def fingerprint_long(text):
    x, y = 81 * K2 + word(text, 0) & MASK, 81 * K1 + 113 & MASK
    z = shift_mix(y * K2 + 113) * K2 & MASK
    v, w = (0, 0), (0, 0)
    last = (len(text) - 1) % 64

    def step(start, x, y, z, v, w, factor, times):
        x = rotate(x + y + v[0] + word(text, start + 8), 37) * factor & MASK
        y = rotate(y + v[1] + word(text, start + 48), 42) * factor & MASK
        x ^= w[1] * times & MASK
        y = y + v[0] * times + word(text, start + 40) & MASK
        z = rotate(z + w[0], 33) * factor & MASK
        v = mix_32(text, start, v[1] * factor, x + w[0])
        w = mix_32(text, start + 32, z + w[1], y + word(text, start + 16))
        return z, y, x, v, w

    for start in range(0, len(text) - 1 - last, 64):
        x, y, z, v, w = step(start, x, y, z, v, w, K1, 1)
    factor = K1 + (z % 256 << 1)
    w = (w[0] + last, w[1])
    v = (v[0] + w[0], v[1])
    w = (w[0] + v[0] & MASK, w[1])
    x, y, z, v, w = step(len(text) - 64, x, y, z, v, w, factor, 9)
    return mix(mix(v[0], w[0], factor) + shift_mix(y) * K0 + z & MASK, mix(v[1], w[1], factor) + x & MASK, factor)


def farm_fingerprint(text):
    size = len(text)
    value = fingerprint_short(text) if size <= 16 else fingerprint_middle(text) if size <= 64 else fingerprint_long(text)
    return value - 2**64 if value >= 2**63 else value
`
