// Made by `python -m tests.browser.inter_metrics` from the shipped Inter; do not edit.

// A line per character: its width at weight 400, and what 900 adds, in thousandths of an em.
export const WIDTHS = `
0631 80
1407 45
2610 37
3618 51
4646 56
5593 53
6620 55
7566 29
8619 60
9620 55
 281 -82
!288 93
"466 159
#633 29
$642 24
%982 62
&644 51
'300 72
(365 23
)365 23
*501 107
+662 32
,288 85
-460 15
.288 85
/360 52
:288 85
;302 76
<662 32
=662 32
>662 32
?511 89
@966 93
A690 105
B654 14
C730 17
D722 1
E601 12
F590 -6
G746 8
H743 7
I269 22
J571 25
K672 87
L565 0
M903 53
N753 16
O765 11
P639 18
Q765 22
R644 24
S642 24
T646 41
U744 -22
V690 105
W985 97
X682 104
Y679 97
Z629 65
[365 23
\\360 52
]365 23
^471 29
_456 37
\`323 79
a562 35
b612 33
c571 32
d612 33
e583 23
f370 52
g613 34
h591 58
i242 54
j242 54
k549 58
l242 54
m876 67
n591 59
o600 25
p612 33
q612 33
r376 57
s528 60
t327 72
u591 58
v562 70
w818 59
x546 63
y562 74
z552 38
{426 79
|333 73
}426 79
~662 32
Æ994 54
Ø765 11
ß616 76
æ917 -13
ø600 25
¡288 93
£611 51
©914 0
«583 144
®666 -7
°456 7
±662 32
²442 33
»583 144
½847 63
¿511 89
×662 32
Œ1005 24
œ1000 -21
–500 0
—1000 0
‘261 92
’261 92
‚241 87
“440 184
”440 169
„421 165
•562 -164
…864 255
‹384 87
›384 87
€667 34
™611 54
−662 32
`;

// A line per group of left-hand characters: hundredths of an em, and the right-hand characters that they are for.
export const KERNING = `
"' -16 J -9 ,. -8 A -6 4
,. -10 "' -9 1? -6 Y
- -8 T -6 Y
7 -12 ,. -11 A -10 J -6 4 2 7
; -6 V
? -6 A
A -9 T -8 "'VY -7 Wvwy -6 ?
B -6 T
F -9 A -7 J
K -8 - -6 w
L -9 "'TY -8 V -7 -vy
P -10 J -8 A
T -10 t -9 AJ -8 7cdegoq -7 4asu -6 mnprvwy
V -10 ,.J -8 A -6 -:;acdegoq
W -10 ,. -7 A -6 Ja 2 W
X -6 a
Y -11 cdegoq -10 a -8 A -7 4s -6 ,-.:;
ahmn -10 Y -7 T
bceop -11 Y -8 T -6 V
f -6 ,.4J
k -6 -T
r -6 ,.JT
s -7 TY
u -6 Y
vy -7 A -6 J
w -7 ,.A -6 J
`;
