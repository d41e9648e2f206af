"""A made-up extracellular recording that looks like one: rhythms, spikes, noise.

`simulate` gives potentials in microvolts, time x channel, for one column of electrodes that
crosses three layers, together with the spike times that went into it. The same arguments give
the same values.
"""

from dataclasses import dataclass

import numpy as np

PITCH_UM = 20.0  # distance of neighbouring electrodes


@dataclass(frozen=True)
class Recording:
    rate: float
    microvolts: np.ndarray  # float64 [time, channel]
    spike_times: list[np.ndarray]  # seconds, one array for each unit
    unit_channels: list[int]  # the channel nearest to each unit


def simulate(seconds: float, rate: float, channels: int, units: int, seed: int) -> Recording:
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * rate)) / rate
    signal = _rhythms(rng, time, channels) + _noise(rng, time.size, channels)
    spike_times, unit_channels = [], []
    for unit in range(units):
        centre = (unit + 0.5) * channels / units + rng.uniform(-1.5, 1.5)
        times = _spike_train(rng, seconds, firing_rate=rng.uniform(4, 18))
        _add_spikes(signal, times, rate, centre, amplitude=rng.uniform(90, 260))
        spike_times.append(times)
        unit_channels.append(int(np.clip(round(centre), 0, channels - 1)))
    return Recording(rate, signal, spike_times, unit_channels)


def _rhythms(rng: np.random.Generator, time: np.ndarray, channels: int) -> np.ndarray:
    """Theta that turns over across the layers, gamma in bursts on its peaks, slow drift."""
    depth = np.linspace(0, 1, channels)
    phase = 2 * np.pi * 7.5 * time + 0.4 * np.sin(2 * np.pi * 0.3 * time)
    theta = np.sin(phase[:, None] - np.pi / (1 + np.exp(-14 * (depth - 0.55)))[None, :])
    theta_size = 90 + 160 * np.exp(-(((depth - 0.6) / 0.25) ** 2))
    burst = np.clip(np.sin(phase), 0, 1) ** 2
    gamma = np.sin(2 * np.pi * 62 * time + rng.uniform(0, 6)) * burst
    gamma_size = 70 * np.exp(-(((depth - 0.35) / 0.15) ** 2))
    drift = 120 * np.sin(2 * np.pi * 0.21 * time + rng.uniform(0, 6))
    return theta * theta_size + gamma[:, None] * gamma_size + drift[:, None] * (0.5 + 0.5 * depth)


def _noise(rng: np.random.Generator, samples: int, channels: int) -> np.ndarray:
    own = rng.normal(0, 9, (samples, channels))
    shared = rng.normal(0, 6, samples)
    return own + shared[:, None]


def _spike_train(rng: np.random.Generator, seconds: float, firing_rate: float) -> np.ndarray:
    """A Poisson train with 3 ms of silence after each spike."""
    gaps = 0.003 + rng.exponential(1 / firing_rate, round(3 * seconds * firing_rate) + 20)
    times = np.cumsum(gaps)
    return times[times < seconds - 0.005]


def _add_spikes(
    signal: np.ndarray, times: np.ndarray, rate: float, centre: float, amplitude: float
) -> None:
    channel = np.arange(signal.shape[1])
    spread = np.exp(-np.abs(channel - centre) * PITCH_UM / 45.0)
    lag = np.arange(-round(0.001 * rate), round(0.003 * rate) + 1) / rate
    for time in times:
        first = round(time * rate) + round(lag[0] * rate)
        rows = slice(max(first, 0), min(first + lag.size, signal.shape[0]))
        shape = _spike_shape(np.arange(rows.start, rows.stop) / rate - time)
        signal[rows] += amplitude * shape[:, None] * spread[None, :]


def _spike_shape(seconds: np.ndarray) -> np.ndarray:
    trough = -np.exp(-((seconds / 0.0003) ** 2))
    return trough + 0.35 * np.exp(-(((seconds - 0.0009) / 0.0006) ** 2))
