"""Writes philox.csv: words of Philox4x32-10 by randomgen (https://github.com/bashtage/randomgen), an implementation
that shares nothing with this project's.

    pip install randomgen==2.5.1
    python test/tally/vectors/philox.py > test/tally/vectors/philox.csv

The key is the seed's 64 bits; a block's counter is (block, replicate, stream, 0), its first word the lowest.
"""

from randomgen import Philox

print("seed,stream,replicate,first_block,words")
for seed in [0, 1, 42, 0x123456789ABCDEF0, 2**64 - 1]:
    for stream, replicate in [(0, 0), (1, 0), (1, 1), (2, 9999), (2**32 - 1, 2**32 - 1)]:
        for first_block in [0, 1, 1000]:
            counter = first_block | replicate << 32 | stream << 64
            # randomgen counts up before it draws.
            generator = Philox(counter=(counter - 1) % 2**128, key=seed, number=4, width=32)
            words = " ".join(f"{int(word):08x}" for word in generator.random_raw(12))
            print(f"{seed},{stream},{replicate},{first_block},{words}")
