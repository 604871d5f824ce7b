"""The figures agree with the programme's words, move like a body, and are drawn safely and legibly."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from backcare.domain import Exercise
from backcare.errors import BackcareError
from backcare.figures import (
    Figure,
    Frame,
    check_figures,
    frame_svg,
    frame_texts,
    frames,
    load_figures,
    motion,
    strip_svg,
)
from backcare.figures.body import Point, Pose, Side, between, side_joints
from backcare.figures.data import read_figures
from backcare.figures.draw import SAMPLES, role
from backcare.figures.feet import feet_joints, seen_from_feet
from backcare.figures.pen import SCREEN, WIDTH
from backcare.paths import data_folder
from backcare.programme import load_programme

EXERCISES = load_programme().exercises
IDS = [exercise.id for exercise in EXERCISES]
SIDE_IDS = [name for name in IDS if load_figures()[name].view == "side"]
FRAMES = [(name, frame) for name in IDS for frame in frames(name)]
each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=IDS)
each_side_view = pytest.mark.parametrize("name", SIDE_IDS)
each_frame = pytest.mark.parametrize(
    ("name", "frame"), FRAMES, ids=[f"{name}-{frame.number}" for name, frame in FRAMES]
)


def on_the_way(figure: Figure) -> Iterator[Pose]:
    """Every pose that is solved on the way from frame to frame."""
    for frame in figure.frames[1:]:
        here, there = figure.poses[frame.came_from], figure.poses[frame.pose]
        yield from (between(here, there, i / SAMPLES) for i in range(SAMPLES + 1))


def joints(figure: Figure, pose: Pose) -> Side:
    return side_joints(figure.body, pose, *figure.bends)


def positions(exercise: Exercise) -> list[str]:
    """The poses of one repetition, each once for as long as it lasts, from the start."""
    return ["start", *(pose for pose, _ in groupby(phase.pose for phase in exercise.phases))]


# The words


def test_there_is_one_figure_for_each_exercise() -> None:
    assert list(load_figures()) == IDS


@each_exercise
def test_a_figure_has_exactly_the_poses_that_the_phases_name_and_the_start(exercise: Exercise) -> None:
    assert set(load_figures()[exercise.id].poses) == {"start", *(phase.pose for phase in exercise.phases)}


@each_exercise
def test_the_frames_come_in_the_order_of_the_phases(exercise: Exercise) -> None:
    assert [frame.pose for frame in frames(exercise.id)] == positions(exercise)
    assert [frame.number for frame in frames(exercise.id)] == list(range(1, len(positions(exercise)) + 1))


@each_exercise
def test_a_frame_is_a_hold_exactly_where_a_phase_holds_its_pose(exercise: Exercise) -> None:
    runs = [[phase.kind for phase in run] for _, run in groupby(exercise.phases, key=lambda phase: phase.pose)]
    expected = ["start", *("hold" if "hold" in run else "return" for run in runs)]
    assert [frame.label for frame in frames(exercise.id)] == expected


@each_exercise
def test_the_badge_says_2_s_only_where_the_programme_says_2_seconds(exercise: Exercise) -> None:
    holds = [phase.seconds for phase in exercise.phases if phase.kind == "hold"]
    badges = [frame.badge for frame in frames(exercise.id) if frame.label == "hold"]
    assert badges == ["2 s" if seconds == 2 else "as long as comfortable" for seconds in holds]
    for frame in frames(exercise.id):
        drawn = "".join(ElementTree.fromstring(frame_svg(exercise.id, frame.number, alt="x")).itertext())
        assert ("2 s" in drawn) == (frame.badge == "2 s")
        assert ("as long as" in drawn) == (frame.badge == "as long as comfortable")


@each_exercise
def test_the_frames_texts_are_the_setup_and_then_every_step_once(exercise: Exercise) -> None:
    texts = frame_texts(exercise)
    assert len(texts) == len(frames(exercise.id))
    assert texts[0] == exercise.setup
    assert " ".join(texts[1:]) == " ".join(exercise.steps)
    assert all(texts)


@each_exercise
def test_the_browser_can_move_along_every_phase(exercise: Exercise) -> None:
    ways = {(way["from"], way["to"]) for way in motion(exercise.id)["ways"]}
    for before, after in pairwise(positions(exercise)):
        assert (before, after) in ways


# The body


def test_limbs_keep_their_length_in_the_side_view_whatever_moves() -> None:
    for name in SIDE_IDS:
        figure = load_figures()[name]
        body = figure.body
        for pose in on_the_way(figure):
            solved = joints(figure, pose)
            bones = (*pairwise(solved.leg), *pairwise(solved.arm), *pairwise(solved.spine))
            lengths = [body[k][0] for k in ("thigh", "shin", "foot", "upper_arm", "forearm")] + list(body["spine"])
            assert [math.dist(a, b) for a, b in bones] == pytest.approx(lengths, abs=0.01)


def test_limbs_keep_their_length_in_space_while_the_knees_roll() -> None:
    figure = load_figures()["rolling-your-knees"]
    for pose in on_the_way(figure):
        solved = feet_joints(figure.body, pose)
        for leg in ("right", "left"):
            hip, knee, ankle, _ = solved[leg]
            assert math.dist(hip, knee) == pytest.approx(figure.body["thigh"][0], abs=0.01)
            assert math.dist(knee, ankle) == pytest.approx(figure.body["shin"][0], abs=0.01)


@each_side_view
def test_what_rests_stays_put_at_every_moment_in_the_side_view(name: str) -> None:
    figure = load_figures()[name]
    first = joints(figure, figure.poses["start"])
    for pose in on_the_way(figure):
        solved = joints(figure, pose)
        assert math.dist(solved.leg[2], first.leg[2]) < 0.01
        assert math.dist(solved.leg[3], first.leg[3]) < 0.01
        if "hand" in pose:
            assert math.dist(solved.arm[2], first.arm[2]) < 0.01
        if "pelvis" in pose:
            assert math.dist(solved.spine[0], first.spine[0]) < 0.01


def test_the_feet_arms_and_head_stay_put_while_the_knees_roll() -> None:
    figure = load_figures()["rolling-your-knees"]
    first = feet_joints(figure.body, figure.poses["start"])
    for pose in on_the_way(figure):
        solved = feet_joints(figure.body, pose)
        assert all(math.dist(solved[leg][2], first[leg][2]) < 0.01 for leg in ("right", "left"))
        assert all(solved[part] == first[part] for part in ("head", "trunk", "right arm", "left arm"))


def test_what_the_browser_draws_between_two_samples_is_close_to_what_is_solved_there() -> None:
    for figure in load_figures().values():
        for frame in figure.frames[1:]:
            here, there = figure.poses[frame.came_from], figure.poses[frame.pose]
            for i in range(SAMPLES):
                a, middle, b = (
                    {stroke.name: stroke.points for stroke in figure.strokes(between(here, there, (i + s) / SAMPLES))}
                    for s in (0, 0.5, 1)
                )
                for name in middle:
                    for p, q, r in zip(a[name], middle[name], b[name], strict=True):
                        assert math.dist(((p[0] + r[0]) / 2, (p[1] + r[1]) / 2), q) < 0.6, (figure.exercise, name)


def test_the_hands_stay_on_the_back_through_the_whole_back_bend() -> None:
    figure = load_figures()["back-bends"]
    for pose in on_the_way(figure):
        trunk = next(s for s in figure.strokes(pose) if s.name == "trunk")
        hand = joints(figure, pose).arm[2]
        nearest = min(trunk.points, key=lambda p: math.dist(p, hand))
        assert math.dist(nearest, hand) < trunk.width / 2 + 3
        assert hand[0] < nearest[0], "the belly looks right, so the back is on the left"


def test_nothing_sinks_into_the_floor_or_leaves_the_picture() -> None:
    for figure in load_figures().values():
        for pose in on_the_way(figure):
            for stroke in figure.strokes(pose):
                reach = stroke.width if stroke.kind == "disc" else stroke.width / 2
                for x, y in stroke.points:
                    assert y - reach > -2, (figure.exercise, stroke.name)
                    assert x - reach > 6, (figure.exercise, stroke.name)
                    assert x + reach < WIDTH - 6, (figure.exercise, stroke.name)
                    assert y + reach < figure.height - 26, (figure.exercise, stroke.name)


def test_only_what_is_marked_as_moving_moves_much() -> None:
    for figure in load_figures().values():
        for frame in figure.frames[1:]:
            before, after = (figure.strokes(figure.poses[p]) for p in (frame.came_from, frame.pose))
            there = {stroke.name: stroke.points for stroke in after}
            moved = {s.name: max(map(math.dist, s.points, there[s.name])) for s in before}
            marked = {s.name for s in before if role(figure, s) in ("moving", "eye")}
            assert max(moved[name] for name in marked) == max(moved.values())


# The movement is the one in the words


def test_knees_fall_to_the_persons_own_side_which_is_the_other_way_round_seen_from_the_feet() -> None:
    figure = load_figures()["rolling-your-knees"]

    def knees(pose: str) -> list[Point]:
        solved = feet_joints(figure.body, figure.poses[pose])
        return [seen_from_feet(solved[leg][1]) for leg in ("right", "left")]

    middle = WIDTH / 2
    assert all(x < middle - 15 for x, _ in knees("right"))
    assert all(x > middle + 15 for x, _ in knees("left"))
    assert sum(x for x, _ in knees("start")) / 2 == pytest.approx(middle)
    words = {t.text: float(t.get("x", 0)) for t in svg_of("rolling-your-knees", 1).iter(f"{SVG}text")}
    assert words["right"] < middle < words["left"]


def test_the_gap_under_the_lower_back_closes_when_the_back_is_pressed_down() -> None:
    figure = load_figures()["tilting-your-pelvis"]
    lowest = {}
    for name, pose in figure.poses.items():
        strokes = {stroke.name: stroke for stroke in figure.strokes(pose)}
        enlarged = strokes["lower back"].points
        lowest[name] = enlarged[20][1] - enlarged[0][1], max(y for _, y in strokes["trunk"].points)
    assert lowest["start"][0] > 15
    assert lowest["press"][0] == 0
    assert lowest["start"][1] > lowest["press"][1] + 2


def test_good_posture_sits_taller_with_the_shoulders_a_little_forwards() -> None:
    figure = load_figures()["good-posture"]
    slumped, straight = (joints(figure, figure.poses[p]) for p in ("start", "straight"))
    assert straight.head[1] > slumped.head[1] + 6
    xs = [x for x, _ in straight.spine]
    assert max(xs) - min(xs) < 3
    assert 3 < straight.arm[0][0] - straight.spine[-1][0] < 12


def test_back_bends_take_the_head_behind_the_heels_while_the_legs_stay_straight() -> None:
    figure = load_figures()["back-bends"]
    upright, bent = (joints(figure, figure.poses[p]) for p in ("start", "back"))
    heel = bent.leg[2][0]
    assert upright.head[0] > heel - 5
    assert bent.head[0] < heel - 20
    for solved in (upright, bent):
        hip, knee, ankle, _ = solved.leg
        assert math.dist(hip, ankle) == pytest.approx(math.dist(hip, knee) + math.dist(knee, ankle))


def test_back_bend_from_lying_straightens_the_elbows_and_lifts_the_chest_but_not_the_pelvis() -> None:
    figure = load_figures()["back-bend-from-lying"]
    low, high = (joints(figure, figure.poses[p]) for p in ("start", "lifted"))
    arm = figure.body["upper_arm"][0] + figure.body["forearm"][0]
    assert math.dist(low.arm[0], low.arm[2]) < 0.3 * arm
    assert math.dist(high.arm[0], high.arm[2]) > 0.93 * arm
    assert high.spine[-1][1] > low.spine[-1][1] + 30
    assert high.spine[0] == low.spine[0]
    assert abs(low.arm[2][0] - low.spine[-1][0]) < 10, "the hands are at shoulder height"


# The drawing

SVG = "{http://www.w3.org/2000/svg}"


def svg_of(name: str, number: int, **how: Any) -> ElementTree.Element:
    return ElementTree.fromstring(frame_svg(name, number, **{"alt": "x", **how}))


@each_frame
@pytest.mark.parametrize("mono", [False, True])
def test_a_frame_is_well_formed_and_carries_no_script_style_or_outside_reference(
    name: str, frame: Frame, mono: bool
) -> None:
    text = frame_svg(name, frame.number, alt="x", mono=mono)
    root = ElementTree.fromstring(text)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "g", "path", "circle", "text", "rect"}
    names = {key for element in root.iter() for key in element.keys()}  # noqa: SIM118 (an element's length is its children)
    assert not {key for key in names if key.startswith("on") or key in ("href", "style", "id", "class")}
    assert text.count("http") == 1
    assert "url(" not in text


@each_frame
def test_a_frame_for_print_is_black_on_white_and_nothing_else(name: str, frame: Frame) -> None:
    root = svg_of(name, frame.number, mono=True)
    colours = {element.get(key) for element in root.iter() for key in ("fill", "stroke")}
    assert colours <= {None, "none", "#000", "#fff"}
    assert not any(element.get("opacity") for element in root.iter())
    assert root[1].tag == f"{SVG}rect", "the paper comes first"


@each_frame
def test_a_start_has_no_arrow_and_every_other_frame_has_at_most_one_a_moving_part(name: str, frame: Frame) -> None:
    most = len(load_figures()[name].moving)
    assert len(frame.arrows) in (range(1, most + 1) if frame.label != "start" else [0])


@each_frame
def test_every_frame_has_its_floor_line_at_the_same_height_and_its_number(name: str, frame: Frame) -> None:
    root = svg_of(name, frame.number)
    height = float((root.get("viewBox") or "").split()[3])
    floor = f"M6 {height - 7:g}L{WIDTH - 6:g} {height - 7:g}"
    assert floor in {path.get("d") for path in root.iter(f"{SVG}path")}
    assert str(frame.number) in {text.text for text in root.iter(f"{SVG}text")}


def test_the_text_alternative_is_escaped_wherever_it_stands() -> None:
    nasty = "<script>\"alert\"('x') & more"
    for text in (
        frame_svg("back-bends", 1, alt=nasty),
        strip_svg("back-bends", alts=[nasty, nasty, nasty]),
    ):
        root = ElementTree.fromstring(text)
        assert "<script>" not in text
        assert nasty in (root.get("aria-label") or "")
        assert nasty in (root[0].text or "")
        assert root.get("role") == "img"


def test_a_picture_is_one_line_so_that_it_can_stand_in_a_pages_text() -> None:
    assert "\n" not in frame_svg("back-bends", 1, alt="one\n\ntwo")


@pytest.mark.parametrize("name", IDS)
def test_a_strip_holds_every_frame_side_by_side_with_every_text(name: str) -> None:
    alts = [f"text {n}" for n in range(len(frames(name)))]
    root = ElementTree.fromstring(strip_svg(name, alts=alts, mono=True))
    assert len(root.findall(f"{SVG}g")) == len(alts)
    assert all(alt in (root.get("aria-label") or "") for alt in alts)
    with pytest.raises(BackcareError, match="one a frame"):
        strip_svg(name, alts=alts[1:])


def test_a_width_in_pixels_keeps_the_proportions() -> None:
    root = svg_of("back-bends", 1, width=160)
    _, _, width, height = map(float, (root.get("viewBox") or "").split())
    assert int(root.get("height", 0)) / 160 == pytest.approx(height / width, abs=0.01)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_moving_and_fixed_parts_differ_in_greyscale_and_their_outline_shows_on_both() -> None:
    fixed, moving = (re.findall("#[0-9a-f]{6}", colour)[0] for colour in (SCREEN.fixed, SCREEN.moving))
    assert contrast(fixed, moving) > 1.8
    for ink, paper in (("#111827", "#ffffff"), ("#fafafa", "#0e1117")):
        assert contrast(fixed, paper) >= 3
        assert contrast(ink, paper) >= 3
    assert contrast(moving, "#ffffff") >= 4.5, "words and eyes on a moving part are white"


# The motion for the browser


@pytest.mark.parametrize("name", IDS)
def test_a_motion_survives_json_and_every_sample_has_a_place_for_every_stroke(name: str) -> None:
    described = motion(name)
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
    assert all(len(json.dumps(motion(name))) < 60_000 for name in IDS)


# Mistakes in figures.toml

GOOD = (data_folder() / "figures.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('view = "feet"', 'view = "above"', r'"rolling-your-knees", view: .*"side", "feet"'),
        ("roll = -58", 'roll = "far"', "pose right, roll: 'far'.*a number"),
        ("hand = [56, 5]", "hand = [5, 90]", "pose start: a limb of 25 .* cannot span"),
        ('badge = "2 s"', 'badge = "3 s"', 'frame 2, badge: .*"as long as comfortable"'),
        ('label = "hold", badge = "2 s"', 'label = "hold"', "frame 2: .*a badge on every hold"),
        ('pose = "press"', 'pose = "pres"', 'frame 2, pose: .*"start", "press"'),
        ('props = ["floor", "mat"]', 'props = ["bed"]', "props: 'bed'.*\"chair\""),
        ('exercise = "good-posture"', 'exercise = "back-bends"', '"back-bends" is there twice'),
        ("neck = 19", "neck = true", "body, neck: True.*a number"),
        ("[body]", "[bodi]", "body: it is missing"),
        ("[body]", "[body", "it is not TOML"),
        ("poses.start = { roll", "poses.begin = { roll", 'a pose "start"'),
        ('strokes = ["legs"]', 'strokes = ["tail"]', "moving: 'tail'"),
        ("gap = 1", "gap = nan", "gap: nan.*a number"),
        ("arrows = [[[104", "arows = [[[104", 'frame 2: unknown key "arows".*arrows'),
        ("[68, 60]]", "[68]]", "frame 2, arrows: .*2 numbers"),
    ],
)
def test_a_mistake_in_the_file_is_reported_with_what_where_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in GOOD
    path = tmp_path / "figures.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BackcareError, match=said) as caught:
        read_figures(path)
    assert "Allowed:" in str(caught.value)


def test_a_programme_that_names_a_pose_without_a_picture_is_reported() -> None:
    check_figures(EXERCISES)
    first = EXERCISES[0]
    sideways = replace(first, phases=(replace(first.phases[0], pose="up"), *first.phases[1:]))
    with pytest.raises(BackcareError, match=r"'start', 'up', 'right'"):
        check_figures([sideways])
    with pytest.raises(BackcareError, match='"push-ups"'):
        check_figures([replace(first, id="push-ups")])


def test_a_missing_file_and_an_unknown_exercise_are_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(BackcareError, match="cannot be read"):
        load_figures(tmp_path / "none.toml")
    with pytest.raises(BackcareError, match="back-bends"):
        frames("push-ups")
    with pytest.raises(BackcareError, match="1 to 3"):
        frame_svg("back-bends", 4, alt="x")
