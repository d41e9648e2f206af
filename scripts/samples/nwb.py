"""ecephys.nwb: the sample recording as an NWB file, with what real files have.

A raw series stored contiguously, LFP in shuffle+gzip chunks along both axes, an electrodes
table, sorted units with ragged spike times, trials that refer to the series, an irregularly
sampled position with gaps (NaN), text outside ASCII, object references and soft links.
"""

import random
import uuid
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from . import signal

CHANNELS = 64
SECONDS = 5.0
RAW_RATE = 2500.0
LFP_FACTOR = 5
LFP_CHUNKS = (512, 24)
VOLTS_PER_COUNT = 1.95e-7
CREATED = datetime(2025, 3, 14, 9, 26, 53, tzinfo=UTC)


def write(path: Path) -> None:
    _seed_identifiers(20250314)
    # Imported late: pynwb binds uuid4 when it is imported.
    from pynwb import NWBHDF5IO

    recording = signal.simulate(SECONDS, RAW_RATE, CHANNELS, units=6, seed=1)
    nwbfile = _describe_session()
    region = _add_electrodes(nwbfile)
    raw = _add_series(nwbfile, region, recording)
    _add_units(nwbfile, recording)
    _add_trials(nwbfile, raw)
    _add_position(nwbfile)
    path.unlink(missing_ok=True)
    with NWBHDF5IO(path, "w") as io:
        io.write(nwbfile, cache_spec=False)


def _seed_identifiers(seed: int) -> None:
    generator = random.Random(seed)
    uuid.uuid4 = lambda: uuid.UUID(int=generator.getrandbits(128), version=4)


def _describe_session():
    from pynwb import NWBFile
    from pynwb.file import Subject

    nwbfile = NWBFile(
        session_description="Made-up recording across the layers of CA1: θ 7.5 Hz, γ 62 Hz",
        identifier="chunkatlas-sample-1",
        session_start_time=CREATED,
        file_create_date=CREATED,
        experimenter=["Müller, Zoë", "García Núñez, José", "田中, 花子"],
        institution="Université de l’Exemple",
        lab="Größenordnung",
        keywords=["synthetic", "θ–γ coupling", "標本"],
        notes="No animal was recorded; every value comes from scripts/make-samples.py.",
    )
    nwbfile.subject = Subject(
        subject_id="sample-mouse", species="Mus musculus", age="P90D", sex="F", description="none"
    )
    return nwbfile


def _add_electrodes(nwbfile):
    device = nwbfile.create_device("probe", description="64 sites in one column, 20 µm apart")
    groups = [
        nwbfile.create_electrode_group(
            name, description=f"{name} half of the probe", location="CA1", device=device
        )
        for name in ("upper", "lower")
    ]
    nwbfile.add_electrode_column("label", "name on the connector")
    nwbfile.add_electrode_column("depth_um", "depth below the surface of the brain")
    layers = ["stratum oriens", "stratum pyramidale", "stratum radiatum"]
    for channel in range(CHANNELS):
        nwbfile.add_electrode(
            group=groups[channel * 2 // CHANNELS],
            location=layers[channel * 3 // CHANNELS],
            label=f"A-{channel:03d}",
            depth_um=1200.0 + signal.PITCH_UM * channel,
        )
    return nwbfile.create_electrode_table_region(list(range(CHANNELS)), "all sites")


def _add_series(nwbfile, region, recording: signal.Recording):
    from pynwb import H5DataIO
    from pynwb.ecephys import LFP, ElectricalSeries

    raw = ElectricalSeries(
        name="ElectricalSeries",
        description="Wide-band potentials",
        data=_to_counts(recording.microvolts),
        electrodes=region,
        starting_time=0.5,
        rate=RAW_RATE,
        conversion=VOLTS_PER_COUNT,
        channel_conversion=np.linspace(0.99, 1.01, CHANNELS),
    )
    nwbfile.add_acquisition(raw)
    blocks = recording.microvolts.reshape(-1, LFP_FACTOR, CHANNELS).mean(axis=1)
    module = nwbfile.create_processing_module("ecephys", "derived potentials")
    lfp = LFP()
    module.add(lfp)
    lfp.create_electrical_series(
        name="ElectricalSeries",
        description="Means of 5 samples",
        data=H5DataIO(
            _to_counts(blocks),
            compression="gzip",
            compression_opts=6,
            shuffle=True,
            chunks=LFP_CHUNKS,
            maxshape=(None, CHANNELS),
        ),
        electrodes=nwbfile.create_electrode_table_region(list(range(CHANNELS)), "all sites"),
        starting_time=0.5,
        rate=RAW_RATE / LFP_FACTOR,
        conversion=VOLTS_PER_COUNT,
    )
    return raw


def _to_counts(microvolts: np.ndarray) -> np.ndarray:
    return np.round(microvolts * 1e-6 / VOLTS_PER_COUNT).astype("<i2")


def _add_units(nwbfile, recording: signal.Recording) -> None:
    nwbfile.add_unit_column("quality", "verdict of the sorter")
    groups = list(nwbfile.electrode_groups.values())
    for unit, (times, channel) in enumerate(
        zip(recording.spike_times, recording.unit_channels, strict=True)
    ):
        nwbfile.add_unit(
            spike_times=times + 0.5,
            electrodes=[c for c in range(channel - 1, channel + 2) if 0 <= c < CHANNELS],
            electrode_group=groups[channel * 2 // CHANNELS],
            obs_intervals=[[0.5, 0.5 + SECONDS]],
            quality="good" if unit % 3 else "naïve",
        )


def _add_trials(nwbfile, raw) -> None:
    nwbfile.add_trial_column("correct", "whether the reward was taken")
    nwbfile.add_trial_column("cue", "what was shown")
    for trial in range(8):
        start = 0.6 + 0.6 * trial
        nwbfile.add_trial(
            start_time=start,
            stop_time=start + 0.45,
            correct=trial % 3 != 1,
            cue=["left ←", "right →"][trial % 2],
            timeseries=[raw],
        )


def _add_position(nwbfile) -> None:
    from pynwb.behavior import Position, SpatialSeries

    rng = np.random.default_rng(2)
    times = 0.5 + np.cumsum(rng.uniform(0.02, 0.05, 140))
    angle = 2 * np.pi * 0.35 * times
    place = np.stack([40 * np.cos(angle), 25 * np.sin(angle)], axis=1)
    place[(times > 2.1) & (times < 2.5)] = np.nan
    series = SpatialSeries(
        name="SpatialSeries",
        description="Place on the track; NaN where the light was lost",
        data=place,
        timestamps=times,
        reference_frame="centre of the track",
        unit="centimeters",
    )
    module = nwbfile.create_processing_module("behavior", "where the animal was")
    module.add(Position(spatial_series=series))
