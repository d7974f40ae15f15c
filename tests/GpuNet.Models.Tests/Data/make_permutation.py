"""Prints the order that Permutation.Create(10, seed: 5, stream: 1) has to give, from the published algorithms."""
MASK = (1 << 64) - 1


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def permutation(count, seed, stream):
    state = mix(mix(seed) ^ stream)

    def below(bound):
        nonlocal state
        while True:
            state = (state + 0x9E3779B97F4A7C15) & MASK
            product = mix(state) * bound
            if (product & MASK) >= (-bound) % (1 << 64) % bound:
                return product >> 64

    order = list(range(count))
    for i in range(count - 1, 0, -1):
        j = below(i + 1)
        order[i], order[j] = order[j], order[i]
    return order


print(permutation(10, 5, 1))
