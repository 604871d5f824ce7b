"""The renderer in tools/figures: its figures agree with the programme's words, move like a body, and are legible."""

import json
import math
import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from backcare.domain import Exercise
from backcare.programme import load_programme
from tools.figures import render
from tools.figures.above import above_joints, seen_from_above
from tools.figures.draw import SAMPLES, drawing_svg, motion_of, strip_svg
from tools.figures.pen import SCREEN, WIDTH
from tools.figures.poses import POSES, Figure, FigureDrawing, read_figures
from tools.figures.side import FOOT, FOREARM, SHIN, SPINE, THIGH, UPPER_ARM, Array, Pose, between, side_joints

EXERCISES = load_programme().exercises
FIGURES = read_figures()
IDS = list(FIGURES)
SIDE_IDS = [name for name in IDS if FIGURES[name].view == "side"]
DRAWINGS = [(name, drawing) for name in IDS for drawing in FIGURES[name].drawings]
each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
each_side_view = pytest.mark.parametrize("name", SIDE_IDS)
each_drawing = pytest.mark.parametrize(
    ("name", "drawing"), DRAWINGS, ids=[f"{name}-{drawing.number}" for name, drawing in DRAWINGS]
)


def on_the_way(figure: Figure) -> Iterator[Pose]:
    """Every pose that is solved on the way from drawing to drawing."""
    for drawing in figure.drawings[1:]:
        start, end = figure.poses[drawing.came_from], figure.poses[drawing.pose]
        yield from (between(start, end, i / SAMPLES) for i in range(SAMPLES + 1))


def joints(figure: Figure, pose: Pose | str) -> dict[str, Array]:
    return side_joints(figure.poses[pose] if isinstance(pose, str) else pose, figure.front)


def positions(exercise: Exercise) -> list[str]:
    """The poses of one repetition, each once for as long as it lasts, from the start."""
    return ["start", *(pose for pose, _ in groupby(phase.pose for phase in exercise.phases))]


# The words


def test_there_is_one_figure_for_each_exercise() -> None:
    assert [exercise.id for exercise in EXERCISES] == IDS


@each_exercise
def test_a_figure_has_exactly_the_poses_that_the_phases_name(exercise: Exercise) -> None:
    assert set(FIGURES[exercise.id].poses) == {"start", *(phase.pose for phase in exercise.phases)}


@each_exercise
def test_the_drawings_come_in_the_order_of_the_phases(exercise: Exercise) -> None:
    drawings = FIGURES[exercise.id].drawings
    assert [drawing.pose for drawing in drawings] == positions(exercise)
    assert [drawing.number for drawing in drawings] == list(range(1, len(drawings) + 1))


@each_exercise
def test_a_drawing_is_a_hold_exactly_where_a_phase_holds_its_pose(exercise: Exercise) -> None:
    runs = [[phase.kind for phase in run] for _, run in groupby(exercise.phases, key=lambda phase: phase.pose)]
    expected = ["start", *("hold" if "hold" in run else "return" for run in runs)]
    assert [drawing.label for drawing in FIGURES[exercise.id].drawings] == expected


@each_exercise
def test_a_caption_says_how_long_the_programme_holds(exercise: Exercise) -> None:
    figure = FIGURES[exercise.id]
    holds = [phase.seconds for phase in exercise.phases if phase.kind == "hold"]
    said = {2: "Hold for 2 seconds", None: "Hold as long as is comfortable"}
    assert [d.caption for d in figure.drawings if d.label == "hold"] == [said[seconds] for seconds in holds]
    assert all("old" not in d.caption for d in figure.drawings if d.label != "hold")


@each_exercise
def test_the_strip_for_print_says_every_number_and_caption(exercise: Exercise) -> None:
    figure = FIGURES[exercise.id]
    words = " ".join(svg_of(exercise.id).itertext())
    for drawing in figure.drawings:
        assert f"{drawing.number} {drawing.caption}" in words
        assert drawing.note in words


@each_exercise
def test_the_figure_is_on_what_its_position_asks_for(exercise: Exercise) -> None:
    places = {"lying": "mat", "sitting": "chair", "standing": "floor"}
    assert FIGURES[exercise.id].place == places[exercise.position]


@each_exercise
def test_the_browser_can_move_along_every_phase(exercise: Exercise) -> None:
    ways = {(way["from"], way["to"]) for way in motion_of(FIGURES[exercise.id])["ways"]}
    for before, after in pairwise(positions(exercise)):
        assert (before, after) in ways


# The body


def test_limbs_keep_their_length_in_the_side_view_whatever_moves() -> None:
    for name in SIDE_IDS:
        figure = FIGURES[name]
        for pose in on_the_way(figure):
            solved = joints(figure, pose)
            bones = (*pairwise(solved["leg"]), *pairwise(solved["arm"]), *pairwise(solved["spine"]))
            lengths = [THIGH, SHIN, FOOT, UPPER_ARM, FOREARM, *SPINE]
            assert [math.dist(a, b) for a, b in bones] == pytest.approx(lengths, abs=0.01)


def test_limbs_keep_their_length_in_space_while_the_knees_roll() -> None:
    figure = FIGURES["rolling-your-knees"]
    for pose in on_the_way(figure):
        solved = above_joints(pose)
        for leg in ("right", "left"):
            hip, knee, ankle, _ = solved[leg]
            assert math.dist(hip, knee) == pytest.approx(THIGH, abs=0.01)
            assert math.dist(knee, ankle) == pytest.approx(SHIN, abs=0.01)


@each_side_view
def test_what_rests_stays_put_in_the_side_view(name: str) -> None:
    figure = FIGURES[name]
    first = joints(figure, figure.poses["start"])
    for pose in on_the_way(figure):
        solved = joints(figure, pose)
        assert math.dist(solved["leg"][2], first["leg"][2]) < 0.01
        assert math.dist(solved["leg"][3], first["leg"][3]) < 0.01
        if "hand" in pose:
            assert math.dist(solved["arm"][2], first["arm"][2]) < 0.01
        if "pelvis" in pose:
            assert math.dist(solved["spine"][0], first["spine"][0]) < 0.01


def test_the_feet_arms_and_head_stay_put_while_the_knees_roll() -> None:
    figure = FIGURES["rolling-your-knees"]
    first = above_joints(figure.poses["start"])
    for pose in on_the_way(figure):
        solved = above_joints(pose)
        assert all(math.dist(solved[leg][2], first[leg][2]) < 0.01 for leg in ("right", "left"))
        assert all((solved[part] == first[part]).all() for part in ("head", "trunk", "right arm", "left arm"))


def test_a_line_between_two_samples_is_close_to_what_is_solved() -> None:
    for name, figure in FIGURES.items():
        for drawing in figure.drawings[1:]:
            start, end = figure.poses[drawing.came_from], figure.poses[drawing.pose]
            for i in range(SAMPLES):
                a, middle, b = (
                    {stroke.name: stroke.points for stroke in figure.strokes(between(start, end, (i + s) / SAMPLES))}
                    for s in (0, 0.5, 1)
                )
                for stroke, solved in middle.items():
                    apart = np.linalg.norm((a[stroke] + b[stroke]) / 2 - solved, axis=1)
                    assert apart.max() < 0.6, (name, stroke)


def test_the_hands_stay_on_the_back_through_the_whole_back_bend() -> None:
    figure = FIGURES["back-bends"]
    for pose in on_the_way(figure):
        trunk = next(s for s in figure.strokes(pose) if s.name == "trunk")
        hand = joints(figure, pose)["arm"][2]
        nearest = min(trunk.points, key=lambda p: math.dist(p, hand))
        assert math.dist(nearest, hand) < trunk.width / 2 + 3
        assert hand[0] < nearest[0], "the belly looks right, so the back is on the left"


def test_nothing_sinks_into_the_floor_or_leaves_the_picture() -> None:
    for name, figure in FIGURES.items():
        for pose in on_the_way(figure):
            for stroke in figure.strokes(pose):
                reach = stroke.width if stroke.kind == "disc" else stroke.width / 2
                for x, y in stroke.points:
                    assert y - reach > -2, (name, stroke.name)
                    assert x - reach > 6, (name, stroke.name)
                    assert x + reach < WIDTH - 6, (name, stroke.name)
                    assert y + reach < figure.height, (name, stroke.name)


def test_only_what_is_marked_as_moving_moves_much() -> None:
    for figure in FIGURES.values():
        for drawing in figure.drawings[1:]:
            before, after = (figure.strokes(figure.poses[pose]) for pose in (drawing.came_from, drawing.pose))
            ends = {stroke.name: stroke.points for stroke in after}
            moved = {s.name: max(map(math.dist, s.points, ends[s.name])) for s in before}
            marked = {s.name for s in before if figure.moves(s)}
            assert max(moved[name] for name in marked) == max(moved.values())


# The movement is the one in the words


def test_knees_fall_to_the_persons_own_side_seen_from_above() -> None:
    figure = FIGURES["rolling-your-knees"]

    def seen(pose: str, part: str) -> Array:
        return seen_from_above(above_joints(figure.poses[pose])[part])

    head, hips = seen("start", "head")[-1], seen("start", "trunk")[0]
    assert head[0] < hips[0] - 50, "the head is on the left and the face looks up, so the person's right is below"
    assert seen("start", "right arm")[-1][1] < hips[1] < seen("start", "left arm")[-1][1]
    for leg in ("right", "left"):
        assert seen("right", leg)[1][1] < hips[1] - 15
        assert abs(seen("start", leg)[1][1] - hips[1]) < 20
        assert seen("left", leg)[1][1] > hips[1] + 15


def test_the_gap_under_the_lower_back_closes_when_pressed_down() -> None:
    figure = FIGURES["tilting-your-pelvis"]
    lowest = {}
    for name, pose in figure.poses.items():
        strokes = {stroke.name: stroke for stroke in figure.strokes(pose)}
        enlarged = strokes["lower back"].points
        lowest[name] = enlarged[10][1] - enlarged[0][1], max(y for _, y in strokes["trunk"].points)
    assert lowest["start"][0] > 15
    assert lowest["press"][0] == 0
    assert lowest["start"][1] > lowest["press"][1] + 2


def test_good_posture_sits_taller_with_the_shoulders_a_little_forwards() -> None:
    figure = FIGURES["good-posture"]
    slumped, straight = (joints(figure, p) for p in ("start", "straight"))
    assert straight["head"][1] > slumped["head"][1] + 6
    xs = [x for x, _ in straight["spine"]]
    assert max(xs) - min(xs) < 3
    assert 3 < straight["arm"][0][0] - straight["spine"][-1][0] < 12


def test_back_bends_take_the_head_behind_the_heels_on_straight_legs() -> None:
    figure = FIGURES["back-bends"]
    upright, bent = (joints(figure, p) for p in ("start", "back"))
    heel = bent["leg"][2][0]
    assert upright["head"][0] > heel - 5
    assert bent["head"][0] < heel - 20
    for solved in (upright, bent):
        hip, knee, ankle, _ = solved["leg"]
        assert math.dist(hip, ankle) == pytest.approx(math.dist(hip, knee) + math.dist(knee, ankle))


def test_back_bend_from_lying_lifts_the_chest_but_not_the_pelvis() -> None:
    figure = FIGURES["back-bend-from-lying"]
    low, high = (joints(figure, p) for p in ("start", "lifted"))
    arm = UPPER_ARM + FOREARM
    assert math.dist(low["arm"][0], low["arm"][2]) < 0.3 * arm
    assert math.dist(high["arm"][0], high["arm"][2]) > 0.93 * arm
    assert high["spine"][-1][1] > low["spine"][-1][1] + 30
    assert (high["spine"][0] == low["spine"][0]).all()
    assert abs(low["arm"][2][0] - low["spine"][-1][0]) < 10, "the hands are at shoulder height"


# The drawing

SVG = "{http://www.w3.org/2000/svg}"


def svg_of(name: str, drawing: FigureDrawing | None = None) -> ElementTree.Element:
    """A drawing, or without one the strip for print, parsed."""
    figure = FIGURES[name]
    return ElementTree.fromstring(drawing_svg(figure, drawing) if drawing else strip_svg(figure))


@pytest.mark.parametrize("name", IDS)
def test_the_strip_for_print_is_black_on_white_and_nothing_else(name: str) -> None:
    root = svg_of(name)
    colours = {element.get(key) for element in root.iter() for key in ("fill", "stroke")}
    assert colours <= {None, "none", "#000", "#fff"}
    assert not any(element.get("opacity") for element in root.iter())
    assert root[0].tag == f"{SVG}rect", "the paper comes first"


@pytest.mark.parametrize("name", IDS)
def test_the_strip_for_print_holds_every_drawing_side_by_side(name: str) -> None:
    groups = svg_of(name).findall(f"{SVG}g")
    assert [group.get("transform") for group in groups] == [
        f"translate({n * (WIDTH + 12):g} 0)" for n in range(len(FIGURES[name].drawings))
    ]


@each_drawing
def test_a_start_has_no_arrow_and_every_other_drawing_has_one(name: str, drawing: FigureDrawing) -> None:
    most = 2 if name == "good-posture" else 1  # Back and shoulders.
    assert len(drawing.arrows) in (range(1, most + 1) if drawing.label != "start" else [0])


@each_drawing
def test_every_drawing_has_its_mat_or_its_floor_line(name: str, drawing: FigureDrawing) -> None:
    figure, root = FIGURES[name], svg_of(name, drawing)
    floor = f"M6 {figure.height + 2:g}L{WIDTH - 6:g} {figure.height + 2:g}"
    assert (floor in {path.get("d") for path in root.iter(f"{SVG}path")}) == (figure.place != "mat")
    mats = [rect for rect in root.iter(f"{SVG}rect") if float(rect.get("width") or 0) == WIDTH - 20]
    assert bool(mats) == (figure.place == "mat")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_moving_and_fixed_parts_differ_in_greyscale_and_from_paper() -> None:
    fixed, moving = (re.findall("#[0-9a-f]{6}", SCREEN[role])[0] for role in ("fixed", "moving"))
    assert contrast(fixed, moving) > 1.8
    for ink, paper in (("#111827", "#ffffff"), ("#fafafa", "#0e1117")):
        assert contrast(fixed, paper) >= 3
        assert contrast(ink, paper) >= 3
    assert contrast(moving, "#ffffff") >= 4.5, "in print its halo, on a dark screen its outline is white"


# The motion for the browser


@pytest.mark.parametrize("name", IDS)
def test_every_sample_of_a_motion_has_a_place_for_every_stroke(name: str) -> None:
    described = motion_of(FIGURES[name])
    assert json.loads(json.dumps(described)) == described
    names = sorted(stroke["name"] for stroke in described["strokes"])
    shape = [len(points) for points in described["poses"]["start"]]
    for way in described["ways"]:
        assert sorted(way["order"]) == names
        assert len(way["samples"]) == SAMPLES + 1
        assert all([len(points) for points in sample] == shape for sample in way["samples"])
        assert way["samples"][0] == described["poses"][way["from"]]
        assert way["samples"][-1] == described["poses"][way["to"]]


def test_a_motion_stays_small_enough_to_send_with_a_page() -> None:
    assert all(len(json.dumps(motion_of(figure))) < 60_000 for figure in FIGURES.values())


# Mistakes in poses.toml


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("hand = [56, 5]", "hand = [5, 90]", "a limb of 25 .* cannot span"),
        ("roll = -64", 'roll = "far"', "could not convert"),
        ("arrows = [[[93", "arows = [[[93", "arows"),
        ('pose = "press"', 'pose = "pres"', "pres"),
    ],
)
def test_a_mistake_in_the_poses_is_an_error(tmp_path: Path, old: str, new: str, error: str) -> None:
    poses = POSES.read_text(encoding="utf-8")
    assert old in poses
    path = tmp_path / "poses.toml"
    path.write_text(poses.replace(old, new, 1), encoding="utf-8")
    with pytest.raises((KeyError, TypeError, ValueError), match=error):
        render(path)
